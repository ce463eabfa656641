package dev.tollgate.local.fake.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiFakeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HELLO = "{'contents':[{'role':'user','parts':[{'text':'Hello, how are you?'}]}]}";
    private static final String THINKING =
            "'generationConfig':{'thinkingConfig':" + "{'thinkingBudget':1024,'includeThoughts':true}},";

    private static DemoProvider provider;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        provider = DemoProvider.start(new DemoSettings("127.0.0.1", 0, "the-key", false));
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @Test
    void aPlainAnswerEchoesAndCounts() {
        JsonNode json = json(post("gemini-2.5-flash:generateContent", HELLO));
        JsonNode candidate = json.path("candidates").path(0);
        assertThat(candidate.at("/content/parts/0/text").asText()).isEqualTo("You said: Hello, how are you?");
        assertThat(candidate.path("finishReason").asText()).isEqualTo("STOP");
        assertThat(json.path("usageMetadata").toString())
                .isEqualTo("{\"promptTokenCount\":9,\"candidatesTokenCount\":8,\"totalTokenCount\":17,"
                        + "\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":9}]}");
        assertThat(json.path("modelVersion").asText()).isEqualTo("gemini-2.5-flash");
    }

    @Test
    void aStreamTellsItsUsageUntilThenInEachPieceAndEndsWithoutAMark() {
        String body = HELLO.replace("{'contents'", "{" + THINKING + "'contents'");
        HttpResponse<String> answer = post("gemini-2.5-flash:streamGenerateContent?alt=sse", body);
        List<JsonNode> pieces = events(answer);
        assertThat(answer.body()).doesNotContain("[DONE]").endsWith("\r\n\r\n");
        assertThat(pieces.getFirst().at("/candidates/0/content/parts/0/thought").asBoolean())
                .isTrue();
        assertThat(pieces.getLast().at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
        assertThat(pieces.stream().map(piece -> piece.at("/usageMetadata/candidatesTokenCount")
                        .asLong()))
                .isSorted()
                .startsWith(0L)
                .endsWith(8L);
        assertThat(pieces.getLast().at("/usageMetadata/thoughtsTokenCount").asLong())
                .isEqualTo(64);
    }

    @Test
    void withoutAltAStreamIsOneArray() {
        JsonNode json = json(post("gemini-2.5-flash:streamGenerateContent", HELLO));
        assertThat(json.isArray()).isTrue();
        assertThat(json.size()).isEqualTo(6);
        JsonNode refused = json(post("gemini-2.5-flash:streamGenerateContent", "{'contents':[]}"));
        assertThat(refused.path(0).at("/error/status").asText()).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void aCallOfAFunctionComesWholeAndTheFirstIsSigned() {
        String tools =
                "{'tools':[{'functionDeclarations':[{'name':'get_weather','parametersJsonSchema':{'type':'object',"
                        + "'properties':{'city':{'type':'string'}},'required':['city']}}]}],'contents':[{'role':'user',"
                        + "'parts':[{'text':'weather in parallel'}]}]}";
        JsonNode parts = events(post("gemini-3-pro-preview:streamGenerateContent?alt=sse", tools))
                .getLast()
                .at("/candidates/0/content/parts");
        assertThat(parts.size()).isEqualTo(2);
        assertThat(parts.path(0).path("functionCall").toString())
                .isEqualTo("{\"name\":\"get_weather\",\"args\":{\"city\":\"Paris\"}}");
        assertThat(parts.path(0).path("thoughtSignature").asText()).isNotBlank();
        assertThat(parts.path(1).at("/functionCall/args/city").asText()).isEqualTo("Rome");
        assertThat(parts.path(1).has("thoughtSignature")).isFalse();
    }

    @Test
    void aBlockedPromptHasNoCandidates() {
        JsonNode json = json(post("demo:generateContent", HELLO.replace("Hello", "[blocked]")));
        assertThat(json.has("candidates")).isFalse();
        assertThat(json.at("/promptFeedback/blockReason").asText()).isEqualTo("PROHIBITED_CONTENT");
        assertThat(json.at("/usageMetadata/promptTokenCount").asLong()).isPositive();
        JsonNode malformed = json(post("demo:generateContent", HELLO.replace("Hello", "[malformed]")));
        assertThat(malformed.at("/candidates/0/finishReason").asText()).isEqualTo("MALFORMED_FUNCTION_CALL");
        assertThat(malformed.at("/candidates/0/content/parts").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "fault-429, 429, RESOURCE_EXHAUSTED",
        "fault-500, 500, INTERNAL",
        "fault-503, 503, UNAVAILABLE",
        "fault-401, 400, INVALID_ARGUMENT",
        "fault-402, 429, RESOURCE_EXHAUSTED",
        "fault-403, 403, PERMISSION_DENIED",
        "fault-404, 404, NOT_FOUND",
        "fault-400, 400, INVALID_ARGUMENT",
        "fault-422, 400, INVALID_ARGUMENT",
        "unknown-model, 404, NOT_FOUND"
    })
    void aFaultIsToldInGooglesWords(String model, int status, String name) {
        HttpResponse<String> answer = post(model + ":generateContent", HELLO);
        JsonNode error = json(answer).path("error");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(error.path("code").asInt()).isEqualTo(status);
        assertThat(error.path("status").asText()).isEqualTo(name);
        assertThat(error.path("message").asText()).isNotBlank();
    }

    @Test
    void detailsTellWhatToDo() {
        assertThat(post("fault-429:generateContent", HELLO).body())
                .contains("google.rpc.RetryInfo", "\"retryDelay\":\"2s\"");
        assertThat(post("fault-401:generateContent", HELLO).body()).contains("\"reason\":\"API_KEY_INVALID\"");
        assertThat(post("demo:generateContent", "{'contents':[],'x':1}").body())
                .contains("google.rpc.BadRequest", "\"fieldViolations\"");
    }

    @Test
    void aFaultInTheMiddleBreaksTheStream() {
        HttpResponse<String> error = post("fault-error-frame:streamGenerateContent?alt=sse", HELLO);
        assertThat(events(error).getLast().at("/error/status").asText()).isEqualTo("INTERNAL");
        HttpResponse<String> open = post("fault-no-done:streamGenerateContent?alt=sse", HELLO);
        assertThat(open.body()).doesNotContain("finishReason");
        assertThatThrownBy(() -> post("fault-reset-mid:streamGenerateContent?alt=sse", HELLO))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(post("fault-no-usage:generateContent", HELLO).body()).doesNotContain("usageMetadata");
    }

    @Test
    void theKeyComesInItsOwnHeader() {
        assertThat(postAs("x-goog-api-key", "other", HELLO).body()).contains("API_KEY_INVALID");
        assertThat(postAs("x-goog-api-key", "other", HELLO).statusCode()).isEqualTo(400);
        assertThat(postAs("authorization", "Bearer the-key", HELLO).statusCode())
                .isEqualTo(401);
        assertThat(postAs("x-api-key", "the-key", HELLO).statusCode()).isEqualTo(403);
        assertThat(postAs("x-goog-api-key", "the-key", HELLO).statusCode()).isEqualTo(200);
    }

    @Test
    void embeddingsComeInABatchAndShorterOnesAreTheirBeginning() {
        String one = "{'model':'models/gemini-embedding-001','content':{'parts':[{'text':'Hello'}]}";
        JsonNode json = json(post(
                "gemini-embedding-001:batchEmbedContents",
                "{'requests':[" + one + "}," + one + ",'outputDimensionality':4}]}"));
        JsonNode values = json.at("/embeddings/0/values");
        assertThat(values.size()).isEqualTo(768);
        assertThat(json.at("/embeddings/1/values").size()).isEqualTo(4);
        assertThat(json.at("/embeddings/1/values/3")).isEqualTo(values.path(3));
        assertThat(json.at("/usageMetadata/promptTokenCount").asLong()).isEqualTo(4);
        assertThat(post("gemini-embedding-001:generateContent", HELLO).statusCode())
                .isEqualTo(404);
        assertThat(post("gemini-2.5-flash:batchEmbedContents", HELLO).statusCode())
                .isEqualTo(404);
    }

    @Test
    void fieldsMayBeSpeltTheApisOwnWay() {
        String body = HELLO.replace("{'contents'", "{'generation_config':{'max_output_tokens':2},'contents'");
        JsonNode json = json(post("demo:generateContent", body));
        assertThat(json.at("/candidates/0/finishReason").asText()).isEqualTo("MAX_TOKENS");
        assertThat(json.at("/candidates/0/content/parts/0/text").asText()).isEqualTo("You said");
    }

    @Test
    void tokensAreCountedWithoutAnAnswer() {
        assertThat(json(post("demo:countTokens", HELLO)).path("totalTokens").asLong())
                .isEqualTo(9);
    }

    private static HttpResponse<String> post(String method, String body) {
        return send(method, "x-goog-api-key", "the-key", body);
    }

    private static HttpResponse<String> postAs(String header, String value, String body) {
        return send("demo:generateContent", header, value, body);
    }

    private static HttpResponse<String> send(String method, String header, String value, String body) {
        HttpRequest request = HttpRequest.newBuilder(provider.baseUrl().resolve("/gemini/v1beta/models/" + method))
                .header("content-type", "application/json")
                .header(header, value)
                .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<JsonNode> events(HttpResponse<String> answer) {
        return answer.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> tree(line.substring("data: ".length())))
                .toList();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return tree(answer.body());
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
