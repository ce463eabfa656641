package dev.tollgate.edge.provider.deepseek;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Translated;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeepSeekRequestTest {
    private static final String HISTORY = """
            {"model":"m","messages":[{"role":"user","content":"a"},
             {"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]%s},
             {"role":"tool","tool_call_id":"c","content":"r"},
             {"role":"assistant","content":"b","reasoning_content":"old"},{"role":"user","content":"c"}]}""";

    private final DeepSeekAdapter adapter = new DeepSeekAdapter();
    private final Translated chat = new Translated(adapter, "deepseek-chat");
    private final Translated reasoner = new Translated(adapter, "deepseek-reasoner");

    @Test
    void aModelThatThinksGetsTheThoughtsOfItsCallsBackAndNoOthers() {
        JsonNode messages = reasoner.sent(HISTORY.formatted(",\"reasoning_content\":\"why\""))
                .path("messages");

        assertThat(messages.path(1).path("reasoning_content").textValue()).isEqualTo("why");
        assertThat(messages.path(3).has("reasoning_content")).isFalse();
    }

    @Test
    void thoughtsThatTheCallerDidNotKeepAreStoodInFor() {
        JsonNode call = reasoner.sent(HISTORY.formatted("")).path("messages").path(1);

        assertThat(call.path("reasoning_content").textValue()).isEqualTo(" ");
    }

    @Test
    void aModelThatDoesNotThinkGetsNoThoughts() {
        assertThat(chat.sent(HISTORY.formatted(",\"reasoning_content\":\"why\""))
                        .toString())
                .doesNotContain("reasoning_content");
    }

    @Test
    void whetherItThinksIsTheCallersToSay() {
        String on =
                "{\"thinking\":{\"type\":\"enabled\"}," + HISTORY.formatted("").substring(1);
        String off = "{\"reasoning_effort\":\"none\"," + HISTORY.formatted("").substring(1);

        assertThat(chat.sent(on).path("messages").path(1).has("reasoning_content"))
                .isTrue();
        assertThat(reasoner.sent(off).path("messages").path(1).has("reasoning_content"))
                .isFalse();
        assertThat(reasoner.sent(off).path("thinking").path("type").textValue()).isEqualTo("disabled");
        assertThat(reasoner.sent(off).has("reasoning_effort")).isFalse();
    }

    @Test
    void whatHasNoEffectOnAThinkerIsNotSent() {
        String body = """
                {"model":"m","messages":[{"role":"user","content":"a"}],"temperature":0.5,"presence_penalty":1,
                 "frequency_penalty":1,"top_p":0.9,"logprobs":false,"reasoning_effort":"high"}""";

        JsonNode sent = reasoner.sent(body);
        assertThat(sent.has("temperature") || sent.has("presence_penalty") || sent.has("frequency_penalty"))
                .isFalse();
        assertThat(sent.path("reasoning_effort").textValue()).isEqualTo("high");
        assertThat(chat.sent(body).path("temperature").doubleValue()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            deepseek-reasoner | "logprobs":true                       | logprobs
            deepseek-reasoner | "tool_choice":"required"              | tool_choice
            deepseek-reasoner | "tool_choice":{"type":"function","function":{"name":"f"}} | tool_choice
            deepseek-chat     | "n":2                                 | n
            deepseek-chat     | "logit_bias":{"1":2}                  | logit_bias
            deepseek-chat     | "modalities":["text","audio"]         | modalities
            deepseek-chat     | "audio":{"voice":"v","format":"wav"}  | audio
            deepseek-chat     | "web_search_options":{}               | web_search_options
            deepseek-chat     | "functions":[{"name":"f"}]            | functions
            """)
    void namesWhatItCannotDo(String model, String field, String param) {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"tools\":[{\"type\":"
                + "\"function\",\"function\":{\"name\":\"f\"}}]," + field + "}";

        assertThat(new Translated(adapter, model).refused(body)).isEqualTo(param);
    }

    @Test
    void aModelThatDoesNotThinkCanBeMadeToCallAndHasLogprobs() {
        JsonNode sent = chat.sent("""
                {"model":"m","messages":[{"role":"user","content":"a"}],"logprobs":true,"top_logprobs":3,
                 "tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"required","n":1}""");

        assertThat(sent.path("tool_choice").textValue()).isEqualTo("required");
        assertThat(sent.path("top_logprobs").intValue()).isEqualTo(3);
        assertThat(sent.has("n")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"image_url\",\"image_url\":{\"url\":\"data:,x\"}", "file\",\"file\":{\"file_id\":\"f\"}"})
    void seesAndReadsNothingButText(String part) {
        String body =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
                        + "{\"type\":\"" + part + "}]}]}";

        assertThat(chat.refused(body)).isEqualTo("messages[0].content[1]");
    }

    @Test
    void aSchemaIsAskedForInWords() {
        JsonNode sent = chat.sent("""
                {"model":"m","messages":[{"role":"developer","content":"Be brief"},{"role":"user","content":"a"}],
                 "response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object"}}}}""");

        assertThat(sent.path("response_format").toString()).isEqualTo("{\"type\":\"json_object\"}");
        assertThat(sent.path("messages").path(0).path("content").textValue())
                .startsWith("Be brief\n\n")
                .contains("JSON")
                .endsWith("{\"type\":\"object\"}");
        assertThat(sent.path("messages")).hasSize(2);
    }

    @Test
    void aThinkersHistoryHasNoTwoTurnsOfOneSpeaker() {
        JsonNode messages = reasoner.sent("""
                {"model":"m","messages":[{"role":"user","content":"a"},{"role":"user","content":"b"},
                 {"role":"assistant","content":"c"},{"role":"assistant","content":""},{"role":"assistant","content":"d"},
                 {"role":"user","content":"e"}]}""").path("messages");

        assertThat(messages)
                .extracting(turn -> turn.path("content").textValue())
                .containsExactly("a\n\nb", "c\n\nd", "e");
    }

    @Test
    void theBoundHasTheOlderNameAndIsNeverAboveTheModels() {
        String body =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_completion_tokens\":%d}";

        assertThat(chat.sent(body.formatted(20)).path("max_tokens").longValue()).isEqualTo(20);
        assertThat(chat.sent(body.formatted(20_000)).path("max_tokens").longValue())
                .isEqualTo(8_192);
        assertThat(chat.sent(body.formatted(20)).has("max_completion_tokens")).isFalse();
    }

    @Test
    void aPromptThatIsTooLongIsToldAsSuch() {
        String body = "{\"error\":{\"message\":\"This model's maximum context length is 65536 tokens. However, you"
                + " requested 70000 tokens\",\"type\":\"invalid_request_error\",\"code\":\"invalid_request_error\"}}";

        assertThat(adapter.failure(400, name -> null, body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(Failure.CallersFault.class, fault -> assertThat(fault.contextLength())
                        .isTrue());
    }
}
