package dev.tollgate.edge.provider.moonshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.chat.ChatRequests;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.FetchedFile;
import dev.tollgate.edge.provider.spi.Translated;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoonshotRequestTest {
    private static final String IMAGES = """
            {"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"What?"},
             {"type":"image_url","image_url":{"url":"https://pictures.example/a.png","detail":"low"}},
             {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]}""";
    private static final String CALLS = """
            {"model":"m","messages":[{"role":"user","content":"a"},
             {"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"c","content":"r"},{"role":"assistant","content":"b","reasoning_content":"t"}]}""";

    private final MoonshotAdapter adapter = new MoonshotAdapter();
    private final Translated older = new Translated(adapter, "moonshot-v1-128k");
    private final Translated newer = new Translated(adapter, "kimi-k2.5");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            moonshot-v1-128k | "temperature":1.7         | 1
            moonshot-v1-128k | "temperature":0.1         | 0.1
            moonshot-v1-128k | "temperature":0.1,"n":2   | 0.3
            moonshot-v1-128k | "temperature":0.9,"n":2   | 0.9
            moonshot-v1-128k | "n":2                     | 0.3
            kimi-k2-0905     | "n":2                     | 0
            kimi-k2.5        | "temperature":0.1         | 0
            kimi-k3          | "temperature":1           | 0
            """)
    void theTemperatureIsOneThatTheModelTakes(String model, String field, double sent) {
        JsonNode body = new Translated(adapter, model).sent(body(field));

        assertThat(body.path("temperature").asDouble(0)).isEqualTo(sent);
        assertThat(body.has("temperature")).isEqualTo(sent > 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            moonshot-v1-128k | "n":6                     | n
            kimi-k2.5        | "n":2                     | n
            moonshot-v1-128k | "logprobs":true           | logprobs
            moonshot-v1-128k | "tool_choice":"required"  | tool_choice
            kimi-k2.5        | "tool_choice":{"type":"function","function":{"name":"f"}} | tool_choice
            kimi-k2.5        | "logit_bias":{"1":2}      | logit_bias
            kimi-k2.5        | "modalities":["audio"]    | modalities
            kimi-k2.5        | "function_call":"auto"    | function_call
            """)
    void namesWhatItCannotDo(String model, String field, String param) {
        assertThat(new Translated(adapter, model).refused(body(field))).isEqualTo(param);
    }

    @Test
    void aModelThatThinksGetsThoughtsWithEachCall() {
        JsonNode messages = newer.sent(CALLS).path("messages");

        assertThat(messages.path(1).path("reasoning_content").textValue()).isEqualTo(" ");
        assertThat(messages.path(3).path("reasoning_content").textValue()).isEqualTo("t");
        assertThat(older.sent(CALLS).toString()).doesNotContain("reasoning_content");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            kimi-k2.5        | none    | -    | disabled
            kimi-k2.5        | high    | -    | -
            kimi-k3          | none    | low  | -
            kimi-k3          | medium  | high | -
            kimi-k3          | xhigh   | max  | -
            moonshot-v1-128k | high    | -    | -
            """)
    void effortIsSaidInTheModelsWords(String model, String asked, String effort, String thinking) {
        JsonNode sent = new Translated(adapter, model).sent(body("\"reasoning_effort\":\"" + asked + "\""));

        assertThat(sent.path("reasoning_effort").textValue()).isEqualTo(effort);
        assertThat(sent.path("thinking").path("type").textValue()).isEqualTo(thinking);
    }

    @Test
    void thoughtsAreNotNeededWhereThinkingIsOff() {
        String off = "{\"thinking\":{\"type\":\"disabled\"}," + CALLS.substring(1);

        assertThat(newer.sent(off).toString()).doesNotContain("reasoning_content");
    }

    @Test
    void imagesAreSentAsData() {
        assertThat(adapter.fetches(ChatRequests.parsed(IMAGES))).containsExactly("https://pictures.example/a.png");
        FetchedFile file = new FetchedFile("image/png", new byte[] {1, 2, 3});

        JsonNode parts = new Translated(adapter, "kimi-k2.5", Map.of("https://pictures.example/a.png", file))
                .sent(IMAGES)
                .path("messages")
                .path(0)
                .path("content");

        assertThat(parts.path(0).path("text").textValue()).isEqualTo("What?");
        assertThat(parts.path(1).toString())
                .isEqualTo("{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AQID\"}}");
        assertThat(parts.path(2).path("image_url").path("url").textValue()).isEqualTo("data:image/png;base64,AAAA");
    }

    @Test
    void aModelThatSeesNothingRefusesImages() {
        assertThat(older.refused(IMAGES)).isEqualTo("messages[0].content[1]");
        assertThat(newer.refused(IMAGES)).isEqualTo("messages[0].content[1]");
    }

    @Test
    void everyToolHasParametersAndAnEmptyListIsNone() {
        JsonNode sent = older.sent(body("\"tool_choice\":\"auto\""));
        assertThat(sent.path("tools")
                        .path(0)
                        .path("function")
                        .path("parameters")
                        .toString())
                .isEqualTo("{\"type\":\"object\",\"properties\":{}}");
        JsonNode none =
                older.sent("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"tools\":[]}");
        assertThat(none.has("tools")).isFalse();
    }

    @Test
    void schemasAndCacheKeysAreItsOwnToo() {
        JsonNode sent = newer.sent(body("\"prompt_cache_key\":\"k\",\"response_format\":{\"type\":\"json_schema\","
                + "\"json_schema\":{\"name\":\"s\",\"schema\":{\"type\":\"object\"}}}"));

        assertThat(sent.path("prompt_cache_key").textValue()).isEqualTo("k");
        assertThat(sent.path("response_format").path("type").textValue()).isEqualTo("json_schema");
    }

    @Test
    void anExhaustedQuotaIsOursAndATooLongPromptTheCallers() {
        assertThat(failure(429, "exceeded_current_quota_error", "Your account is not active"))
                .isEqualTo(new Failure.Rejected(402));
        assertThat(failure(429, "engine_overloaded_error", "busy")).isEqualTo(new Failure.RateLimited(0));
        assertThat(failure(400, "invalid_request_error", "Your request exceeded model token limit: 131072"))
                .isInstanceOfSatisfying(Failure.CallersFault.class, fault -> assertThat(fault.contextLength())
                        .isTrue());
    }

    private Failure failure(int status, String type, String message) {
        String body = "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\"}}";
        return adapter.failure(status, name -> null, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String body(String field) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"tools\":[{\"type\":"
                + "\"function\",\"function\":{\"name\":\"f\"}}]," + field + "}";
    }
}
