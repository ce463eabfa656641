package dev.tollgate.edge.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.provider.spi.FetchedFile;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.local.fake.gemini.GeminiRules;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a caller's request becomes.
class GeminiRequestTest {
    private static final String FLASH = "gemini-2.5-flash";
    private static final String THIRD = "gemini-3-flash-preview";
    private static final String HI = "'messages':[{'role':'user','content':'Hi'}]";
    private static final String TOOLS = "'tools':[{'type':'function','function':{'name':'f'}},"
            + "{'type':'function','function':{'name':'g','parameters':{'type':'object'}}}]";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            gemini-2.5-flash|'logit_bias':{'50256':-100}|logit_bias
            gemini-2.5-flash|'n':9|n
            gemini-2.5-flash|'stop':['a','b','c','d','e','f']|stop
            gemini-2.5-flash|'modalities':['text','audio']|modalities
            gemini-2.5-flash|'web_search_options':{}|web_search_options
            gemini-2.5-flash|'functions':[{'name':'f'}]|functions
            gemini-2.5-flash|'function_call':'auto'|function_call
            gemini-2.5-flash|'tools':[{'type':'custom','custom':{'name':'f'}}]|tools[0].type
            gemini-2.5-flash|'tools':[{'type':'function','function':{'name':'f'}}],'parallel_tool_calls':false|parallel_tool_calls
            gemini-2.5-flash|'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':{'type':'custom'}|tool_choice
            gemini-2.5-flash|'tools':[{'type':'function','function':{'name':'f'}}],'response_format':{'type':'json_object'}|response_format
            gemini-2.5-flash|'reasoning_effort':'extreme'|reasoning_effort
            gemini-2.0-flash|'reasoning_effort':'low'|reasoning_effort
            gemini-2.5-pro|'reasoning_effort':'none'|reasoning_effort
            gemini-3-flash-preview|'reasoning_effort':'none'|reasoning_effort
            """)
    void whatWouldChangeTheAnswerIsRefusedByItsName(String model, String setting, String param) {
        assertThat(Asked.of("{" + HI + "," + setting + "}").refusedBy(model)).isEqualTo(param);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'image_url','image_url':{'url':'data:image/gif;base64,aGk='}}|messages[0].content[0].image_url.url
            {'type':'image_url','image_url':{'url':'gs://bucket/a.png'}}|messages[0].content[0].image_url.url
            {'type':'image_url','image_url':{'url':'data:image/png,hi'}}|messages[0].content[0].image_url.url
            {'type':'image_url','image_url':{'url':'https://example.com/not-fetched.png'}}|messages[0].content[0].image_url.url
            {'type':'input_audio','input_audio':{'format':'opus','data':'aGk='}}|messages[0].content[0].input_audio.format
            {'type':'file','file':{'file_id':'file-1'}}|messages[0].content[0].file.file_id
            {'type':'file','file':{'filename':'a.zip'}}|messages[0].content[0].file.file_data
            {'type':'file','file':{'file_data':'data:application/zip;base64,aGk='}}|messages[0].content[0].file.file_data
            {'type':'video_url','video_url':{'url':'x'}}|messages[0].content[0].type
            """)
    void aPartWithoutAFormIsRefusedByItsPlace(String part, String param) {
        assertThat(Asked.of("{'messages':[{'role':'user','content':[" + part + "]}]}")
                        .refusedBy(FLASH))
                .isEqualTo(param);
    }

    @Test
    void whatChangesNoAnswerIsLeftOut() {
        JsonNode sent = Asked.of("{" + HI + ",'user':'u','store':true,'metadata':{'a':'b'},'service_tier':'flex',"
                        + "'prediction':{'type':'content','content':'x'},'verbosity':'low','logit_bias':{},"
                        + "'modalities':['text'],'parallel_tool_calls':false,'unknown':1}")
                .sentTo(FLASH);
        assertThat(sent).hasToString("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}");
    }

    @Test
    void callsOneByOneAreNoMatterWhereOneFunctionIsForced() {
        JsonNode sent = Asked.of("{" + HI + ",'tools':[{'type':'function','function':{'name':'f'}}],"
                        + "'tool_choice':{'type':'function','function':{'name':'f'}},'parallel_tool_calls':false}")
                .sentTo(FLASH);
        assertThat(sent.at("/toolConfig/functionCallingConfig"))
                .hasToString("{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"f\"]}");
    }

    @Test
    void settingsHaveTheirNamesAndRanges() {
        JsonNode config = Asked.of("{" + HI + ",'temperature':2,'top_p':0.5,'top_k':40,'n':2,'seed':4294967297,"
                        + "'presence_penalty':2,'frequency_penalty':-2,'stop':'END','logprobs':true,'top_logprobs':3,"
                        + "'max_completion_tokens':100,'max_tokens':7}")
                .sentTo(FLASH)
                .path("generationConfig");
        assertThat(config)
                .hasToString("{\"temperature\":2,\"topP\":0.5,\"topK\":40,"
                        + "\"presencePenalty\":1.99,\"frequencyPenalty\":-2,\"candidateCount\":2,\"seed\":0,\"stopSequences\":[\"END\"],"
                        + "\"responseLogprobs\":true,\"logprobs\":3,\"maxOutputTokens\":100}");
    }

    @Test
    void ourBoundOnTheOutputIsTheOneSent() {
        Asked asked = Asked.of("{" + HI + ",'max_tokens':700}");
        Upstream upstream = new Upstream("https://provider.example", FLASH, null, 300L, 8_192, Map.of());
        assertThat(Asked.sent(asked, upstream)
                        .at("/generationConfig/maxOutputTokens")
                        .asInt())
                .isEqualTo(300);
        assertThat(asked.sentTo(FLASH).at("/generationConfig/maxOutputTokens").asInt())
                .isEqualTo(700);
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-flash, minimal, thinkingBudget, 1024",
        "gemini-2.5-flash, low, thinkingBudget, 1024",
        "gemini-2.5-flash, medium, thinkingBudget, 8192",
        "gemini-2.5-flash, high, thinkingBudget, 24576",
        "gemini-2.5-pro, xhigh, thinkingBudget, 32768",
        "gemini-3-flash-preview, minimal, thinkingLevel, MINIMAL",
        "gemini-3.1-pro-preview, minimal, thinkingLevel, LOW",
        "gemini-3-flash-preview, medium, thinkingLevel, MEDIUM",
        "gemini-3-flash-preview, xhigh, thinkingLevel, HIGH"
    })
    void effortIsALevelOrABudget(String model, String effort, String field, String value) {
        JsonNode sent =
                Asked.of("{" + HI + ",'reasoning_effort':'" + effort + "'}").sentTo(model);
        JsonNode thinking = sent.at("/generationConfig/thinkingConfig");
        assertThat(thinking.path(field).asText()).isEqualTo(value);
        assertThat(thinking.path("includeThoughts").asBoolean()).isTrue();
        assertThat(GeminiRules.refusalOfContent(model, sent)).isEmpty();
    }

    @Test
    void noEffortTurnsThinkingOffWhereItCanBe() {
        Asked none = Asked.of("{" + HI + ",'reasoning_effort':'none'}");
        assertThat(none.sentTo(FLASH).at("/generationConfig/thinkingConfig")).hasToString("{\"thinkingBudget\":0}");
        assertThat(none.sentTo("gemini-2.0-flash").has("generationConfig")).isFalse();
    }

    /// Thoughts are output too: a bound that they fill would leave no answer.
    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-flash, 100000, 24576",
        "gemini-2.5-flash, 5000, 3976",
        "gemini-2.5-flash, 1000, 500",
        "gemini-2.5-pro, 200, 128",
        "gemini-2.5-flash, 1, 1"
    })
    void aBoundLowersTheBudgetAndNeverSetsItOff(String model, long bound, int budget) {
        JsonNode sent = Asked.of("{" + HI + ",'reasoning_effort':'high','max_tokens':" + bound + "}")
                .sentTo(model);
        assertThat(sent.at("/generationConfig/thinkingConfig/thinkingBudget").asInt())
                .isEqualTo(budget);
    }

    @Test
    void aSchemaOfTheAnswerIsTakenWithoutWhatTheApiDoesNotKnow() {
        JsonNode sent = Asked.of("{" + HI + ",'response_format':{'type':'json_schema','json_schema':{'name':'n',"
                        + "'strict':true,'schema':{'$schema':'s','type':'object','additionalProperties':false,"
                        + "'properties':{'a':{'type':'string','nullable':true,'minLength':1},"
                        + "'b':{'allOf':[{'type':'object','properties':{'c':{'const':true}}},"
                        + "{'properties':{'d':{'enum':['x',null]}},'required':['d']}]}}}}}}")
                .sentTo(FLASH);
        assertThat(sent.at("/generationConfig/responseMimeType").asText()).isEqualTo("application/json");
        assertThat(sent.at("/generationConfig/responseJsonSchema"))
                .hasToString("{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
                        + "\"a\":{\"type\":[\"string\",\"null\"]},"
                        + "\"b\":{\"type\":\"object\",\"properties\":{\"c\":{},\"d\":{}},\"required\":[\"d\"]}}}");
        assertThat(GeminiRules.refusalOfContent(FLASH, sent)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'auto'|{}
            'none'|{"functionCallingConfig":{"mode":"NONE"}}
            'required'|{"functionCallingConfig":{"mode":"ANY"}}
            {'type':'function','function':{'name':'g'}}|{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["g"]}}
            {'type':'allowed_tools','allowed_tools':{'mode':'required','tools':[{'type':'function','function':{'name':'g'}}]}}|{"functionCallingConfig":{"mode":"ANY"}}
            """)
    void aChoiceOfToolsIsAMode(String choice, String config) {
        JsonNode sent = Asked.of("{" + HI + "," + TOOLS + ",'tool_choice':" + choice + "}")
                .sentTo(FLASH);
        assertThat(
                        sent.path("toolConfig").isMissingNode()
                                ? "{}"
                                : sent.path("toolConfig").toString())
                .isEqualTo(config);
        assertThat(sent.at("/tools/0/functionDeclarations").size()).isEqualTo(choice.contains("allowed") ? 1 : 2);
        assertThat(GeminiRules.refusalOfContent(FLASH, sent)).isEmpty();
    }

    @Test
    void jsonBesideToolsThatMayNotBeCalledGoesWithoutThem() {
        String body = "{" + HI + "," + TOOLS + ",'tool_choice':'none','response_format':{'type':'json_object'}}";
        assertThat(Asked.of(body).sentTo(FLASH).has("tools")).isFalse();
        assertThat(Asked.of(body).sentTo(THIRD).has("tools")).isTrue();
    }

    @Test
    void mediaGoInlineAndFetchedOnesToo() {
        Asked asked = Asked.of("{'messages':[{'role':'user','content':["
                + "{'type':'image_url','image_url':{'url':'https://example.com/a','detail':'low'}},"
                + "{'type':'image_url','image_url':{'url':'https://example.com/a'}},"
                + "{'type':'image_url','image_url':{'url':'DATA:image/JPG;base64,aGk='}},"
                + "{'type':'input_audio','input_audio':{'format':'mp3','data':'aGk='}},"
                + "{'type':'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,aGk='}},"
                + "{'type':'file','file':{'file_data':'aGk='}}]}]}");
        assertThat(new GeminiAdapter().fetches(asked)).containsExactly("https://example.com/a");
        Upstream upstream = new Upstream(
                "https://provider.example",
                FLASH,
                null,
                null,
                8_192,
                Map.of("https://example.com/a", new FetchedFile("image/webp", new byte[] {'h', 'i'})));
        JsonNode sent = Asked.sent(asked, upstream);
        assertThat(sent.at("/contents/0/parts").findValuesAsText("mimeType"))
                .containsExactly(
                        "image/webp", "image/webp", "image/jpeg", "audio/mp3", "application/pdf", "application/pdf");
        assertThat(sent.at("/contents/0/parts").findValuesAsText("data")).containsOnly("aGk=");
        assertThat(sent.toString()).doesNotContain("fileUri", "example.com");
        assertThat(GeminiRules.refusalOfContent(FLASH, sent)).isEmpty();
    }

    @Test
    void theThirdGenerationGetsItsSignaturesBackAndAMarkWhereThereIsNone() {
        String call = "{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}%s}";
        String signed = ",'extra_content':{'google':{'thought_signature':'c2ln'}}";
        assertThat(calls(call.formatted(signed), THIRD)
                        .at("/0/thoughtSignature")
                        .asText())
                .isEqualTo("c2ln");
        assertThat(calls(call.formatted(""), THIRD).at("/0/thoughtSignature").asText())
                .isEqualTo("skip_thought_signature_validator");
        assertThat(calls(call.formatted(""), FLASH).at("/0").has("thoughtSignature"))
                .isFalse();
        assertThat(calls(call.formatted(signed), FLASH)
                        .at("/0/thoughtSignature")
                        .asText())
                .isEqualTo("c2ln");
    }

    @Test
    void aTextsSignatureGoesBackWithTheText() {
        JsonNode sent = Asked.of("{'messages':[{'role':'user','content':'Hi'},{'role':'assistant','content':'Ho',"
                        + "'extra_content':{'google':{'thought_signature':'c2ln'}}},{'role':'user','content':'so'}]}")
                .sentTo(THIRD);
        assertThat(sent.at("/contents/1/parts")).hasToString("[{\"text\":\"Ho\",\"thoughtSignature\":\"c2ln\"}]");
    }

    @Test
    void argumentsThatAreNoObjectAreToldAsTheyWere() {
        String call = "{'id':'c1','type':'function','function':{'name':'f','arguments':'%s'}}";
        assertThat(calls(call.formatted("[1"), FLASH).at("/0/functionCall/args"))
                .hasToString("{\"arguments\":\"[1\"}");
        assertThat(calls(call.formatted("[1]"), FLASH).at("/0/functionCall/args"))
                .hasToString("{\"arguments\":\"[1]\"}");
        assertThat(calls(call.formatted("{\\\"a\\\":1e400}"), FLASH).at("/0/functionCall/args"))
                .hasToString("{\"a\":1E+400}");
    }

    private static JsonNode calls(String call, String model) {
        return Asked.of("{'messages':[{'role':'user','content':'Hi'},{'role':'assistant','content':null,"
                        + "'tool_calls':[" + call + "]},{'role':'tool','tool_call_id':'c1','content':'r'}]}")
                .sentTo(model)
                .at("/contents/1/parts");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'role':'user','content':'a'},{'role':'user','content':'b'}|user[a, b]
            {'role':'user','content':'a'},{'role':'assistant','content':''},{'role':'user','content':'b'}|user[a, b]
            {'role':'system','content':'s'},{'role':'user','content':'a'},{'role':'system','content':'t'}|user[a, t]
            {'role':'assistant','content':'a'},{'role':'user','content':'b'}|user[ ] model[a] user[b]
            {'role':'user','content':'a'},{'role':'assistant','content':'b'}|user[a] model[b] user[Continue.]
            {'role':'system','content':'s'}|user[s]
            {'role':'user','content':'a'},{'role':'tool','tool_call_id':'x','content':'late'}|user[a, late]
            {'role':'user','content':'a'},{'role':'assistant','refusal':'no'},{'role':'user','content':'b'}|user[a] model[no] user[b]
            """)
    void aHistoryIsRepaired(String messages, String turns) {
        JsonNode sent = Asked.of("{'messages':[" + messages + "]}").sentTo(FLASH);
        StringBuilder told = new StringBuilder();
        sent.path("contents").forEach(content -> told.append(told.isEmpty() ? "" : " ")
                .append(content.path("role").asText())
                .append(content.path("parts").findValuesAsText("text")));
        assertThat(told).hasToString(turns);
        assertThat(GeminiRules.refusalOfContent(FLASH, sent)).isEmpty();
    }

    @Test
    void nothingToSayIsRefused() {
        assertThat(Asked.of("{'messages':[{'role':'user','content':''}]}").refusedBy(FLASH))
                .isEqualTo("messages");
    }

    @Test
    void anAnswerThatIsMissingIsSaidToBe() {
        JsonNode sent = Asked.of("{'messages':[{'role':'user','content':'a'},{'role':'assistant','tool_calls':["
                        + "{'id':'c1','function':{'name':'f','arguments':''}},"
                        + "{'id':'c2','function':{'name':'g','arguments':''}}]},"
                        + "{'role':'tool','tool_call_id':'c2','content':[{'type':'text','text':'x'},"
                        + "{'type':'image_url','image_url':{'url':'data:image/png;base64,aGk='}}]},"
                        + "{'role':'user','content':'b'}]}")
                .sentTo(FLASH);
        assertThat(sent.at("/contents/2/parts"))
                .hasToString(
                        "[{\"functionResponse\":{\"name\":\"f\",\"response\":{\"error\":\"There is no result.\"}}},"
                                + "{\"functionResponse\":{\"name\":\"g\",\"response\":{\"result\":\"x\"}}},"
                                + "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"aGk=\"}},{\"text\":\"b\"}]");
        assertThat(GeminiRules.refusalOfContent(FLASH, sent)).isEmpty();
    }
}
