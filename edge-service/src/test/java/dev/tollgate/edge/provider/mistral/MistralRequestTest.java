package dev.tollgate.edge.provider.mistral;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Translated;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MistralRequestTest {
    private static final String ASK = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]%s}";
    private static final String TOOLS = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

    private final MistralAdapter adapter = new MistralAdapter();
    private final Translated large = new Translated(adapter, "mistral-large-2512");
    private final Translated small = new Translated(adapter, "mistral-small-2603");

    @Test
    void whatHasAnotherNameOrWordThereIsSaidInIt() {
        JsonNode sent = large.sent(ASK.formatted(TOOLS + ",\"seed\":7,\"max_completion_tokens\":9,"
                + "\"tool_choice\":\"required\",\"parallel_tool_calls\":false,\"temperature\":2"));

        assertThat(sent.path("random_seed").longValue()).isEqualTo(7);
        assertThat(sent.path("max_tokens").longValue()).isEqualTo(9);
        assertThat(sent.path("tool_choice").textValue()).isEqualTo("any");
        assertThat(sent.path("parallel_tool_calls").booleanValue()).isFalse();
        assertThat(sent.path("parallel_tool_calls").isBoolean()).isTrue();
        assertThat(sent.path("temperature").doubleValue()).isEqualTo(1.5);
        assertThat(sent.at("/tools/0/function/parameters/type").textValue()).isEqualTo("object");
        assertThat(sent.has("seed") || sent.has("max_completion_tokens")).isFalse();
    }

    @Test
    void oneFunctionCanBeDemanded() {
        String one = "{\"type\":\"function\",\"function\":{\"name\":\"f\"}}";

        assertThat(large.sent(ASK.formatted(TOOLS + ",\"tool_choice\":" + one))
                        .path("tool_choice")
                        .toString())
                .isEqualTo(one);
    }

    @Test
    void aSeedBelowZeroBecomesOneThatIsKnown() {
        assertThat(large.sent(ASK.formatted(",\"seed\":-5")).path("random_seed").longValue())
                .isNotNegative();
    }

    @Test
    void hintsAreDroppedAndMistralsOwnFieldsPass() {
        JsonNode sent = large.sent(ASK.formatted(",\"user\":\"u\",\"store\":true,\"metadata\":{},\"service_tier\":"
                + "\"auto\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"stop\":null,\"n\":2,"
                + "\"prompt_cache_key\":\"k\",\"safe_prompt\":true,\"prompt_mode\":\"reasoning\""));

        assertThat(sent.properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder(
                        "model", "messages", "stream", "n", "prompt_cache_key", "safe_prompt", "prompt_mode");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "logprobs":true                                     | logprobs
            "logit_bias":{"1":2}                                | logit_bias
            "modalities":["text","audio"]                       | modalities
            "web_search_options":{}                             | web_search_options
            "functions":[{"name":"f"}]                          | functions
            "x_unknown":1                                       | x_unknown
            "tools":[{"type":"custom","custom":{"name":"f"}}]   | tools[0].type
            "tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":{"type":"allowed_tools"} | tool_choice
            """)
    void namesWhatItCannotDo(String field, String param) {
        assertThat(large.refused(ASK.formatted("," + field))).isEqualTo(param);
    }

    @ParameterizedTest
    @CsvSource({"none,none", "minimal,none", "low,high", "high,high", "xhigh,high"})
    void effortIsAllOrNothingWhereThereIsAny(String asked, String sent) {
        String body = ASK.formatted(",\"reasoning_effort\":\"" + asked + "\"");

        assertThat(small.sent(body).path("reasoning_effort").textValue()).isEqualTo(sent);
        assertThat(large.sent(body).has("reasoning_effort")).isFalse();
    }

    @Test
    void whereTheLikeliestTokenIsTakenNothingIsCutOff() {
        assertThat(large.sent(ASK.formatted(",\"temperature\":0,\"top_p\":0.5")).has("top_p"))
                .isFalse();
        assertThat(large.sent(ASK.formatted(",\"temperature\":0.1,\"top_p\":0.5"))
                        .has("top_p"))
                .isTrue();
    }

    @Test
    void idsOfCallsAreOfNineLettersAndTheAnswersKeepThem() {
        JsonNode messages = large.sent("""
                {"model":"m","messages":[{"role":"user","content":"a"},{"role":"assistant","content":null,"tool_calls":[
                  {"id":"call_long-one","type":"function","function":{"name":"f","arguments":"{}"}},
                  {"id":"D681PevKs","type":"function","function":{"name":"f","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"call_long-one","content":"r"},
                 {"role":"tool","tool_call_id":"D681PevKs","content":"r"}]}""").path("messages");

        String made = messages.at("/1/tool_calls/0/id").textValue();
        assertThat(made)
                .matches("[a-zA-Z0-9]{9}")
                .isEqualTo(messages.at("/2/tool_call_id").textValue());
        assertThat(messages.at("/1/tool_calls/1/id").textValue()).isEqualTo("D681PevKs");
        assertThat(messages.at("/3/tool_call_id").textValue()).isEqualTo("D681PevKs");
    }

    @Test
    void theModelSpeaksBetweenAToolAndTheUser() {
        JsonNode messages = large.sent("""
                {"model":"m","messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[
                  {"id":"D681PevKs","type":"function","function":{"name":"f","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"D681PevKs","content":"r"},{"role":"user","content":"b"}]}""").path("messages");

        assertThat(messages.findValuesAsText("role")).containsExactly("user", "assistant", "tool", "assistant", "user");
    }

    @Test
    void laterInstructionsAreInTheUsersTurn() {
        JsonNode messages = large.sent("""
                {"model":"m","messages":[{"role":"developer","content":"a"},{"role":"user","content":"b"},
                 {"role":"system","content":"c"}]}""").path("messages");

        assertThat(messages.findValuesAsText("role")).containsExactly("system", "user", "user");
        assertThat(messages.at("/2/content").textValue()).isEqualTo("<system>\nc\n</system>");
    }

    @Test
    void aLastTurnOfTheModelIsAPrefix() {
        JsonNode messages = large.sent("""
                {"model":"m","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","name":"x",
                 "refusal":null}]}""").path("messages");

        assertThat(messages.get(1).toString()).isEqualTo("{\"role\":\"assistant\",\"content\":\"b\",\"prefix\":true}");
    }

    @Test
    void thoughtsGoBackToAModelThatThinksAndToNoOther() {
        String body = """
                {"model":"m","messages":[{"role":"user","content":"a"},
                 {"role":"assistant","content":"b","reasoning_content":"why"},{"role":"user","content":"c"}]%s}""";

        assertThat(new Translated(adapter, "magistral-medium-latest")
                        .sent(body.formatted(""))
                        .at("/messages/1/content/0/thinking/0/text")
                        .textValue())
                .isEqualTo("why");
        assertThat(small.sent(body.formatted(",\"reasoning_effort\":\"high\""))
                        .at("/messages/1/content/1/text")
                        .textValue())
                .isEqualTo("b");
        assertThat(large.sent(body.formatted("")).at("/messages/1").toString())
                .isEqualTo("{\"role\":\"assistant\",\"content\":\"b\"}");
    }

    @Test
    void imagesPassAndOtherPartsAreRefused() {
        String parts = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"%s\",%s}]}]}";

        assertThat(large.sent(parts.formatted("image_url", "\"image_url\":{\"url\":\"https://a.example/b.png\"}"))
                        .at("/messages/0/content/0/image_url/url")
                        .textValue())
                .isEqualTo("https://a.example/b.png");
        assertThat(large.refused(parts.formatted("input_audio", "\"input_audio\":{\"data\":\"\",\"format\":\"wav\"}")))
                .isEqualTo("messages[0].content[0]");
    }

    @Test
    void aModelThatIsNotThereIsOursWhateverTheStatus() {
        assertThat(failure("{\"object\":\"error\",\"message\":\"Invalid model: x\",\"type\":\"invalid_model\"}"))
                .isEqualTo(new Failure.Rejected(404));
    }

    @Test
    void aPromptThatIsTooLongIsToldAsSuch() {
        String message = "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum"
                + " context length";

        assertThat(failure("{\"object\":\"error\",\"message\":\"" + message + "\",\"code\":\"3051\"}"))
                .isEqualTo(new Failure.CallersFault(message, true));
    }

    @Test
    void aBodyThatDoesNotFitIsToldPlaceByPlace() {
        assertThat(failure("{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"messages\",1,\"x\"],"
                        + "\"msg\":\"Extra inputs are not permitted\"}]}"))
                .isEqualTo(new Failure.CallersFault("messages.1.x: Extra inputs are not permitted", false));
    }

    private Failure failure(String body) {
        return adapter.failure(400, name -> null, body.getBytes(StandardCharsets.UTF_8));
    }
}
