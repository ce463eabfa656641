package dev.tollgate.edge.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.Counted;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.JsonBody;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.RecordingWriter;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.local.fake.gemini.GeminiRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GeminiEmbeddingsTest {
    private static final String MODEL = "gemini-embedding-001";
    private static final String ANSWER =
            "{'embeddings':[{'values':[0.5,-0.25]},{'values':[3,4]}],'usageMetadata':{'promptTokenCount':7}}";
    private final RecordingWriter out = new RecordingWriter();

    @Test
    void eachTextIsARequestOfTheBatch() {
        JsonBody asked = body("{'input':['one','two'],'dimensions':2}");
        var request = ((Translation.Translated) new GeminiAdapter().translate(asked, Asked.upstream(MODEL))).request();
        assertThat(request.url())
                .isEqualTo("https://provider.example/v1beta/models/gemini-embedding-001:batchEmbedContents");
        JsonNode sent = Asked.read(request.body().toString());
        assertThat(sent)
                .hasToString("{\"requests\":[{\"model\":\"models/gemini-embedding-001\",\"content\":{\"parts\":["
                        + "{\"text\":\"one\"}]},\"outputDimensionality\":2},{\"model\":\"models/gemini-embedding-001\","
                        + "\"content\":{\"parts\":[{\"text\":\"two\"}]},\"outputDimensionality\":2}]}");
        assertThat(GeminiRules.refusalOfEmbeddings(MODEL, sent)).isEmpty();
        assertThat(Asked.sent(body("{'input':'one'}"), Asked.upstream(MODEL))
                        .path("requests")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void tokensAndTooManyTextsAreRefused() {
        assertThat(refused("{'input':[1,2,3]}")).isEqualTo("input");
        assertThat(refused("{'input':[[1,2],[3]]}")).isEqualTo("input");
        assertThat(refused("{'input':['a'" + ",'a'".repeat(100) + "]}")).isEqualTo("input");
        assertThat(refused("{'input':['a'" + ",'a'".repeat(99) + "]}")).isEmpty();
    }

    @Test
    void floatsAreAsTheyCame() {
        AnswerReader reader = read("{'input':['one','two'],'encoding_format':'float'}", ANSWER);
        assertThat(out.chunks.getFirst())
                .isEqualTo("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
                        + "\"embedding\":[0.5,-0.25]},{\"object\":\"embedding\",\"index\":1,\"embedding\":[3.0,4.0]}],"
                        + "\"model\":\"public-model\",\"usage\":{\"prompt_tokens\":7,\"total_tokens\":7}}");
        assertThat(reader.usage()).isEqualTo(Counted.tokens(7, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void base64IsLittleEndianFloats() throws IOException {
        read("{'input':['one','two'],'encoding_format':'base64'}", ANSWER);
        byte[] bytes = Asked.read(out.chunks.getFirst()).at("/data/0/embedding").binaryValue();
        ByteBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes).hasSize(8);
        assertThat(floats.getFloat()).isEqualTo(0.5f);
        assertThat(floats.getFloat()).isEqualTo(-0.25f);
    }

    /// As OpenAI's are; this API leaves it to the caller.
    @Test
    void shortenedVectorsAreMadeOfLengthOne() {
        read("{'input':['one','two'],'dimensions':2}", ANSWER);
        JsonNode vector = Asked.read(out.chunks.getFirst()).at("/data/1/embedding");
        assertThat(vector.path(0).asDouble()).isCloseTo(0.6, within(1e-6));
        assertThat(vector.path(1).asDouble()).isCloseTo(0.8, within(1e-6));
    }

    @Test
    void whereNoUsageIsToldOneIsShownAndNoneIsReported() {
        AnswerReader reader = read("{'input':['four','nineteen'],'x':1}", ANSWER.replace("usageMetadata", "other"));
        assertThat(Asked.read(out.chunks.getFirst()).at("/usage/prompt_tokens").asInt())
                .isEqualTo(3);
        assertThat(reader.usage()).isNull();
    }

    @Test
    void whatIsNoAnswerHasFailed() {
        assertThat(reading("{'error':{'code':503}}")).isEqualTo(new Reading.Failed(new Failure.Broken("error")));
        assertThat(reading("{'embeddings':[]}")).isEqualTo(new Reading.Failed(new Failure.Unreadable()));
        assertThat(reading("{'embeddings':[{'va")).isEqualTo(new Reading.Failed(new Failure.Unreadable()));
        assertThat(out.chunks).isEmpty();
    }

    private AnswerReader read(String asked, String answer) {
        AnswerReader reader = new GeminiAdapter().reader(body(asked));
        byte[] bytes = bytes(answer);
        assertThat(reader.whole(bytes, 0, bytes.length, out)).isEqualTo(Reading.DONE);
        return reader;
    }

    private Reading reading(String answer) {
        byte[] bytes = bytes(answer);
        return new GeminiAdapter().reader(body("{'input':'a'}")).whole(bytes, 0, bytes.length, out);
    }

    private static String refused(String body) {
        return switch (new GeminiAdapter().translate(body(body), Asked.upstream(MODEL))) {
            case Translation.Translated translated -> "";
            case Translation.Unsupported(String param, String message) -> param;
        };
    }

    private static JsonBody body(String json) {
        return Asked.of(json).embeddings();
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
