package dev.tollgate.local.fake.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.demo.DemoClient;
import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingsTest {

    private static final String INVALID = "'$.input' is invalid.";
    private static DemoProvider provider;
    private static DemoClient client;

    @BeforeAll
    static void start() {
        provider = DemoProvider.start(DemoSettings.onFreePort());
        client = new DemoClient(provider.baseUrl());
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @Test
    void givesAUnitVectorThatTheTextAloneDecides() {
        float[] once = vector(embed("'input':'the quick fox'").at("/data/0/embedding"));
        float[] again = vector(embed("'input':'the quick fox'").at("/data/0/embedding"));
        float[] near = vector(embed("'input':'the quick dog'").at("/data/0/embedding"));
        float[] far = vector(embed("'input':'nothing like it'").at("/data/0/embedding"));

        assertThat(once).hasSize(512).isEqualTo(again);
        assertThat(dot(once, once)).isCloseTo(1, within(1e-5));
        assertThat(dot(once, near)).isGreaterThan(dot(once, far) + 0.3);
    }

    @Test
    void givesBase64OfLittleEndianFloats() {
        JsonNode numbers = embed("'input':'same','encoding_format':'float','dimensions':7");
        JsonNode encoded = embed("'input':'same','encoding_format':'base64','dimensions':7");
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder()
                        .decode(encoded.at("/data/0/embedding").asText()))
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] decoded = new float[7];
        bytes.asFloatBuffer().get(decoded);

        assertThat(bytes.capacity()).isEqualTo(28);
        assertThat(decoded).isEqualTo(vector(numbers.at("/data/0/embedding")));
    }

    @Test
    void keepsTheOrderOfManyInputsAndCountsTheirTokens() {
        JsonNode texts = embed("'input':['abcdefgh','abcd','a']");
        JsonNode numbers = embed("'input':[[1,2,3],[4]]");
        JsonNode one = embed("'input':[1,2,3]");

        assertThat(texts.get("data")).hasSize(3);
        assertThat(texts.at("/data/2/index").asInt()).isEqualTo(2);
        assertThat(texts.at("/usage/prompt_tokens").asLong()).isEqualTo(2 + 1 + 1);
        assertThat(texts.at("/usage/total_tokens").asLong()).isEqualTo(4);
        assertThat(numbers.get("data")).hasSize(2);
        assertThat(numbers.at("/usage/total_tokens").asLong()).isEqualTo(4);
        assertThat(one.get("data")).hasSize(1);
        assertThat(one.at("/data/0")).isEqualTo(numbers.at("/data/0"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'input':''                    | '$.input' is invalid.
            'input':7                     | '$.input' is invalid.
            'input':['a',1]               | '$.input' is invalid.
            'input':[[]]                  | '$.input' is invalid.
            'input':[-1]                  | '$.input' is invalid.
            'input':['a','']              | Invalid 'input[1]': input cannot be an empty string.
            'input':[]                    | Invalid 'input': empty array.
            'user':'me'                   | Missing required parameter: 'input'.
            'input':'a','dimensions':513  | Invalid value for 'dimensions' = 513. Must be less than or equal to 512.
            'input':'a','dimensions':0    | Invalid 'dimensions': integer below minimum value.
            'input':'a','encoding_format':'hex' | Invalid value: 'hex'. Supported values are: 'float', and 'base64'.
            'input':'a','colour':'red'    | Unrecognized request argument supplied: colour
            """)
    void refusesWhatOpenAiRefuses(String fields, String message) {
        HttpResponse<String> response = client.post("/v1/embeddings", body(fields));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(DemoClient.json(response).at("/error/message").asText()).startsWith(message);
    }

    @Test
    void takes2048InputsAndNoMore() {
        assertThat(client.post("/v1/embeddings", body("'dimensions':1,'input':" + many(2_048)))
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> tooMany = client.post("/v1/embeddings", body("'input':" + many(2_049)));

        assertThat(DemoClient.json(tooMany).at("/error/code").asText()).isEqualTo("array_above_max_length");
    }

    @Test
    void refusesWhatIsLongerThanItsContext() {
        assertThat(message("'input':'" + "x".repeat(8_192 * 4 + 1) + "'"))
                .startsWith("This model's maximum context length is 8192 tokens");
        String most = IntStream.range(0, 37)
                .mapToObj(i -> "'" + "y".repeat(8_192 * 4) + "'")
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(message("'input':" + most)).isEqualTo("Requested 303104 tokens, max 300000 tokens per request");
        assertThat(message("'input':''")).startsWith(INVALID);
    }

    @Test
    void playsFaultsAndPace() {
        assertThat(client.post("/v1/embeddings", "{'model':'fault-503','input':'a'}")
                        .statusCode())
                .isEqualTo(503);
        assertThat(client.post("/v1/embeddings", "{'model':'demo','input':'a'}").statusCode())
                .isEqualTo(404);
        assertThat(DemoClient.json(client.post("/v1/embeddings", "{'model':'fault-no-usage','input':'a'}")))
                .allSatisfy(field -> assertThat(field.has("prompt_tokens")).isFalse());
        long begun = System.nanoTime();
        client.post("/v1/embeddings", "{'model':'demo-embedding-200ms','input':'a'}");
        assertThat(System.nanoTime() - begun).isGreaterThan(190_000_000L);
    }

    private static String message(String fields) {
        return DemoClient.json(client.post("/v1/embeddings", body(fields)))
                .at("/error/message")
                .asText();
    }

    private static JsonNode embed(String fields) {
        HttpResponse<String> response = client.post("/v1/embeddings", body(fields));
        assertThat(response.statusCode()).isEqualTo(200);
        return DemoClient.json(response);
    }

    private static String body(String fields) {
        return "{'model':'demo-embedding'," + fields + "}";
    }

    private static String many(int count) {
        return IntStream.range(0, count).mapToObj(i -> "'w" + i + "'").collect(Collectors.joining(",", "[", "]"));
    }

    private static float[] vector(JsonNode numbers) {
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = numbers.get(i).floatValue();
        }
        return vector;
    }

    private static double dot(float[] a, float[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }
}
