package dev.tollgate.edge.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.edge.audio.speech.Speeches;
import dev.tollgate.edge.chat.ChatRequests;
import dev.tollgate.edge.embeddings.EmbeddingsRequests;
import dev.tollgate.edge.provider.azure.AzureAdapter;
import dev.tollgate.edge.provider.cohere.CohereAdapter;
import dev.tollgate.edge.provider.elevenlabs.ElevenLabsAdapter;
import dev.tollgate.edge.provider.mistral.MistralAdapter;
import dev.tollgate.edge.provider.openai.OpenAiAdapter;
import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What adapters send is taken by fakes that are as strict as the providers, and what those answer is read.
class AgainstTheFakesTest {
    private static final String KEY = "sk-right";
    private static final Map<String, ProviderAdapter> ADAPTERS = Map.of(
            "azure", new AzureAdapter(new OpenAiAdapter()),
            "mistral", new MistralAdapter(),
            "cohere", new CohereAdapter(),
            "elevenlabs", new ElevenLabsAdapter());
    private static final String HISTORY = """
            {"model":"public","max_tokens":60,"temperature":1.8,"seed":-3,"user":"u","stop":["zzz"],STREAM"messages":[
             {"role":"system","content":"Be brief"},{"role":"user","name":"n","content":[{"type":"text","text":"Hi"}]},
             {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":
               {"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_1","content":"r"},
             {"role":"user","content":"Hello"}],"tools":[{"type":"function","function":{"name":"f"}}]}""";

    private static DemoProvider provider;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        provider = DemoProvider.start(new DemoSettings("127.0.0.1", 0, KEY, true));
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        client.close();
        provider.close();
    }

    @ParameterizedTest
    @CsvSource({
        "azure, /azure/openai/v1",
        "azure, /azure/openai/2024-10-21",
        "mistral, /mistral/v1",
    })
    void aConversationIsTakenWholeAndStreamed(String kind, String base) {
        for (String stream : new String[] {"", "\"stream\":true,"}) {
            String asked = HISTORY.replace("STREAM", stream);
            RecordingWriter written = new RecordingWriter();
            AnswerReader reader = answered(kind, base, "demo", ChatRequests.parsed(asked), written);

            assertThat(String.join("", written.chunks)).as(kind + stream).contains("\"model\":\"public\"");
            assertThat(reader.usage()).as(kind + stream).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "azure, /azure/openai/v1",
        "azure, /azure/openai/2024-10-21",
        "mistral, /mistral/v1",
        "cohere, /cohere/v2"
    })
    void textsAreEmbeddedInEitherForm(String kind, String base) {
        for (String form : new String[] {"float", "base64"}) {
            RecordingWriter written = new RecordingWriter();
            String asked = "{\"model\":\"public\",\"input\":[\"Hello there\",\"x\"],\"dimensions\":256,"
                    + "\"encoding_format\":\"" + form + "\"}";
            AnswerReader reader = answered(kind, base, "demo-embedding", EmbeddingsRequests.body(asked), written);

            assertThat(Exchanges.json(written.chunks.getFirst()).path("data")).hasSize(2);
            assertThat(Exchanges.json(written.chunks.getFirst())
                            .at("/data/0/embedding")
                            .isArray())
                    .isEqualTo(form.equals("float"));
            assertThat(reader.usage()).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "azure, /azure/openai/2024-10-21, mp3",
        "elevenlabs, /elevenlabs/v1, mp3",
        "elevenlabs, /elevenlabs/v1, opus",
        "elevenlabs, /elevenlabs/v1, wav",
        "elevenlabs, /elevenlabs/v1, pcm",
    })
    void textsAreSaid(String kind, String base, String format) {
        String asked = "{\"model\":\"public\",\"input\":\"Hello\",\"voice\":\"alloy\",\"speed\":1.1,"
                + "\"response_format\":\"" + format + "\"}";
        HttpResponse<byte[]> answer = sent(kind, base, "demo-speech", Speeches.body(asked));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("audio/");
        assertThat(answer.body()).isNotEmpty();
    }

    @Test
    void whatAzuresFilterStopsIsKnownAsSuch() {
        HttpResponse<byte[]> answer = sent(
                "azure",
                "/azure/openai/v1",
                "demo",
                ChatRequests.parsed("{\"model\":\"public\",\"messages\":[{\"role\":\"user\",\"content\":\"how to hurt"
                        + " somebody\"}]}"));

        assertThat(new AzureAdapter(new OpenAiAdapter()).failure(answer.statusCode(), name -> null, answer.body()))
                .isInstanceOfSatisfying(Failure.CallersFault.class, fault -> assertThat(fault.contentPolicy())
                        .isTrue());
    }

    private static AnswerReader answered(
            String kind, String base, String model, CallBody body, RecordingWriter written) {
        HttpResponse<byte[]> answer = sent(kind, base, model, body);
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(answer.statusCode()).as(text).isEqualTo(200);
        AnswerReader reader = adapter(kind).reader(body);
        Reading end = body.stream() ? Exchanges.stream(reader, text, written) : whole(reader, answer.body(), written);
        assertThat(end).isEqualTo(Reading.DONE);
        return reader;
    }

    private static Reading whole(AnswerReader reader, byte[] answer, RecordingWriter written) {
        return reader.whole(answer, 0, answer.length, written);
    }

    private static HttpResponse<byte[]> sent(String kind, String base, String model, CallBody body) {
        Upstream upstream = new Upstream(provider.baseUrl() + base, model, KEY, 40L, 8_192, Map.of());
        UpstreamRequest request = ((Translation.Translated) adapter(kind).translate(body, upstream)).request();
        HttpRequest.Builder call = HttpRequest.newBuilder(URI.create(request.url()))
                .POST(BodyPublishers.ofByteArray(request.body().getBytes()));
        request.headers().forEach(call::header);
        try {
            return client.send(call.build(), BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProviderAdapter adapter(String kind) {
        return Objects.requireNonNull(ADAPTERS.get(kind));
    }
}
