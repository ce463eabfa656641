package dev.tollgate.edge.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.chat.ChatRequests;
import dev.tollgate.edge.embeddings.EmbeddingsRequests;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.RecordingWriter;
import dev.tollgate.edge.provider.spi.TestChat;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.local.fake.anthropic.AnthropicFake;
import io.vertx.core.Future;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What is Vertex's own: addresses, versions, credentials; what is said is tested where it is made.
class VertexAdapterTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BASE = "https://aiplatform.googleapis.com/v1/projects/p/locations/global";
    private static final String ASK = "{'model':'m','messages':[{'role':'user','content':'hi'}]}";

    private final ProviderAdapter adapter = adapter();

    /// Nobody may know another adapter by its class, this one's tests neither.
    static ProviderAdapter adapter() {
        return adapter(new AccessTokens(
                (baseUrl, credential) -> Future.succeededFuture(
                        new Minter.Minted("minted", Instant.now().plusSeconds(3_600))),
                InstantSource.system()));
    }

    static ProviderAdapter adapter(AccessTokens tokens) {
        InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1_760_000_000));
        Supplier<String> ids = () -> "fresh";
        Map<Class<?>, Object> geminis = new LinkedHashMap<>();
        geminis.put(Supplier.class, ids);
        geminis.put(InstantSource.class, clock);
        return new VertexAdapter(
                adapter("gemini.GeminiAdapter", geminis),
                adapter("anthropic.AnthropicAdapter", Map.of(InstantSource.class, clock)),
                tokens);
    }

    /// With a clock that stands still.
    private static ProviderAdapter adapter(String name, Map<Class<?>, Object> arguments) {
        try {
            Constructor<? extends ProviderAdapter> made = Class.forName("dev.tollgate.edge.provider." + name)
                    .asSubclass(ProviderAdapter.class)
                    .getDeclaredConstructor(arguments.keySet().toArray(Class<?>[]::new));
            made.setAccessible(true);
            return made.newInstance(arguments.values().toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private UpstreamRequest sent(CallBody body, String model) {
        Upstream upstream = new Upstream(BASE, model, "ya29.token", 40L, 8_192, Map.of());
        return switch (adapter.translate(body, upstream)) {
            case Translation.Translated(UpstreamRequest request) -> request;
            case Translation.Unsupported unsupported -> throw new AssertionError(unsupported.toString());
        };
    }

    private static CallBody chat(String body) {
        return ChatRequests.parsed(body.replace('\'', '"'));
    }

    private static JsonNode json(UpstreamRequest request) throws IOException {
        return JSON.readTree(request.body().getBytes());
    }

    @Test
    void geminisModelsAreGooglesWithATokenAndNoKey() throws Exception {
        UpstreamRequest plain = sent(chat(ASK), "gemini-2.5-flash");
        assertThat(plain.url()).isEqualTo(BASE + "/publishers/google/models/gemini-2.5-flash:generateContent");
        assertThat(plain.headers())
                .containsEntry("Authorization", "Bearer ya29.token")
                .doesNotContainKey("x-goog-api-key");
        assertThat(json(plain).at("/contents/0/parts/0/text").asText()).isEqualTo("hi");
        assertThat(sent(chat(ASK.replace("}]}", "}],'stream':true}")), "gemini-2.5-flash")
                        .url())
                .endsWith("/gemini-2.5-flash:streamGenerateContent?alt=sse");
    }

    @Test
    void claudesModelsAreAnthropicsWithoutTheirName() throws Exception {
        UpstreamRequest stream = sent(chat(ASK.replace("}]}", "}],'stream':true}")), "claude-sonnet-4-5@20250929");
        assertThat(stream.url())
                .isEqualTo(BASE + "/publishers/anthropic/models/claude-sonnet-4-5@20250929:streamRawPredict");
        assertThat(stream.headers())
                .containsEntry("Authorization", "Bearer ya29.token")
                .doesNotContainKeys("x-api-key", "anthropic-version");
        ObjectNode body = (ObjectNode) json(stream);
        assertThat(body.path("anthropic_version").asText()).isEqualTo("vertex-2023-10-16");
        assertThat(body.path("stream").asBoolean()).isTrue();
        assertThat(body.has("model")).isFalse();
        body.remove("anthropic_version");
        assertThat(AnthropicFake.complaint(body.put("model", "claude-sonnet-4-5"), true))
                .isEmpty();
        assertThat(sent(chat(ASK), "claude-haiku-4-5@20251001").url()).endsWith(":rawPredict");
    }

    @Test
    void textsAreInstancesOfAPrediction() throws Exception {
        CallBody texts = EmbeddingsRequests.body("{\"model\":\"m\",\"input\":[\"a\",\"b\"],\"dimensions\":4}");
        UpstreamRequest request = sent(texts, "text-embedding-005");
        assertThat(request.url()).isEqualTo(BASE + "/publishers/google/models/text-embedding-005:predict");
        assertThat(request.body().toString())
                .isEqualTo("{\"instances\":[{\"content\":\"a\"},{\"content\":\"b\"}],"
                        + "\"parameters\":{\"outputDimensionality\":4}}");
    }

    @Test
    void anAnswerIsReadAsWhoeverWroteItWritesIt() {
        assertThat(whole("{'type':'message','id':'msg_1','content':[{'type':'text','text':'by Claude'}],"
                        + "'stop_reason':'end_turn','usage':{'input_tokens':3,'output_tokens':2}}"))
                .contains("by Claude");
        assertThat(whole("{'candidates':[{'content':{'parts':[{'text':'by Gemini'}]},'finishReason':'STOP'}]}"))
                .contains("by Gemini");
    }

    private String whole(String answer) {
        byte[] bytes = answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        RecordingWriter out = new RecordingWriter();
        AnswerReader reader = adapter.reader(new TestChat("public", false, false));
        assertThat(reader.whole(bytes, 0, bytes.length, out)).isEqualTo(Reading.DONE);
        return String.join("", out.chunks);
    }

    @Test
    void aStreamOfClaudesEndsAsClaudes() {
        AnswerReader reader = adapter.reader(new TestChat("public", true, true));
        RecordingWriter out = new RecordingWriter();
        Reading last = Reading.MORE;
        for (String event : new String[] {
            "{'type':'message_start','message':{'id':'msg_1','usage':{'input_tokens':3}}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'hi'}}",
            "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{'output_tokens':2}}",
            "{'type':'message_stop'}"
        }) {
            byte[] bytes = event.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            last = reader.event(bytes, 0, bytes.length, out);
        }
        assertThat(last).isEqualTo(Reading.DONE);
        assertThat(String.join("", out.chunks)).contains("\"content\":\"hi\"").contains("\"prompt_tokens\":3");
    }

    @Test
    void errorsAreGooglesOrAnthropics() {
        assertThat(failure(400, "{'error':{'code':400,'message':'bad schema','status':'INVALID_ARGUMENT'}}"))
                .isEqualTo(new Failure.CallersFault("bad schema", false));
        assertThat(failure(400, "{'type':'error','error':{'type':'invalid_request_error','message':'bad turn'}}"))
                .isEqualTo(new Failure.CallersFault("bad turn", false));
        assertThat(failure(401, "{'error':{'code':401,'status':'UNAUTHENTICATED'}}"))
                .isEqualTo(new Failure.Rejected(401));
    }

    private Failure failure(int status, String body) {
        return adapter.failure(status, name -> null, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aServiceAccountIsExchangedAndAnythingElseIsSent() {
        assertThat(adapter.grant(BASE, "\n{\"type\":\"service_account\"}")).isPresent();
        assertThat(adapter.grant(BASE, "ya29.token")).isEmpty();
    }

    /// A picture that stands in the body is one that nobody has to fetch.
    @Test
    void imagesAreFetchedForBoth() {
        CallBody asked = chat("{'model':'m','messages':[{'role':'user','content':[{'type':'image_url',"
                + "'image_url':{'url':'https://example.com/a.png'}}]}]}");
        assertThat(adapter.fetches(asked)).containsExactly("https://example.com/a.png");
    }
}
