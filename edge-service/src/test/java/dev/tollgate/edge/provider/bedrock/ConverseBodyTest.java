package dev.tollgate.edge.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.FetchedFile;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.local.fake.bedrock.BedrockFake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Converse is sent of a chat completion.
class ConverseBodyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLAUDE_3 = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String CLAUDE_4 = "us.anthropic.claude-sonnet-4-20250514-v1:0";
    private static final String CLAUDE_46 = "global.anthropic.claude-opus-4-6-v1";
    private static final String NOVA = "amazon.nova-lite-v1:0";
    private static final String LLAMA = "meta.llama3-3-70b-instruct-v1:0";
    private static final String TOOLS =
            "'tools':[{'type':'function','function':{'name':'weather','description':'Tells it.',"
                    + "'parameters':{'type':'object','properties':{'city':{'type':'string'}}}}}]";
    private static final String USER = "'messages':[{'role':'user','content':'hi'}]";

    private static JsonNode sent(String model, String fields) {
        return sent(model, json("{" + fields + "}"));
    }

    private static JsonNode sent(String model, ObjectNode chat) {
        FetchedFile file = new FetchedFile("image/png", new byte[] {1, 2, 3});
        Upstream upstream =
                new Upstream("https://x", model, null, null, 4_000, Map.of("https://example.com/a.png", file));
        return json(ConverseBody.of(chat, upstream).toString().replace("'", "’"));
    }

    private static ObjectNode json(String quoted) {
        try {
            return (ObjectNode) JSON.readTree(quoted.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(quoted, e);
        }
    }

    @Test
    void instructionsAreTheSystemPromptAndTurnsAlternate() {
        JsonNode body = sent(
                CLAUDE_4,
                "'messages':[{'role':'system','content':'Be kind.'},{'role':'assistant','content':'Hello'},"
                        + "{'role':'user','content':'a'},{'role':'user','content':'b'},{'role':'assistant','content':' '}]");
        assertThat(body.at("/system/0/text").asText()).isEqualTo("Be kind.");
        assertThat(body.path("messages")).hasSize(3);
        assertThat(body.at("/messages/0/role").asText()).isEqualTo("user");
        assertThat(body.at("/messages/2/content")).hasSize(2);
    }

    @Test
    void theBoundIsOursElseTheCallersElseTheModels() {
        assertThat(sent(NOVA, USER).at("/inferenceConfig/maxTokens").asLong()).isEqualTo(4_000);
        assertThat(sent(NOVA, USER + ",'max_tokens':7")
                        .at("/inferenceConfig/maxTokens")
                        .asLong())
                .isEqualTo(7);
        Upstream ours = new Upstream("https://x", NOVA, null, 5L, 4_000, Map.of());
        assertThat(ConverseBody.of(json("{" + USER + ",'max_tokens':7}"), ours)
                        .at("/inferenceConfig/maxTokens")
                        .asLong())
                .isEqualTo(5);
    }

    @Test
    void imagesByAddressAndByDataAreBytes() {
        JsonNode content = sent(
                        CLAUDE_4,
                        "'messages':[{'role':'user','content':["
                                + "{'type':'image_url','image_url':{'url':'https://example.com/a.png'}},"
                                + "{'type':'image_url','image_url':{'url':'data:image/jpg;base64,AQID'}}]}]")
                .at("/messages/0/content");
        assertThat(content.toString())
                .isEqualTo("[{\"image\":{\"format\":\"png\",\"source\":{\"bytes\":\"AQID\"}}},"
                        + "{\"image\":{\"format\":\"jpeg\",\"source\":{\"bytes\":\"AQID\"}}}]");
    }

    @Test
    void documentsHaveNamesThatAreTakenAndATextBesideThem() {
        JsonNode body = sent(
                CLAUDE_4,
                "'messages':[{'role':'user','content':["
                        + "{'type':'file','file':{'filename':'report_v2.final.pdf','file_data':'JVBERi0='}},"
                        + "{'type':'file','file':{'filename':'report_v2.final.pdf','file_data':'data:text/csv;base64,YQ=='}}]}]");
        assertThat(BedrockFake.complaint(body)).isEmpty();
        assertThat(body.at("/messages/0/content/0/document/name").asText()).isEqualTo("report v2 final pdf");
        assertThat(body.at("/messages/0/content/1/document/format").asText()).isEqualTo("csv");
        assertThat(body.at("/messages/0/content/2/text").asText()).isNotBlank();
    }

    @Test
    void callsAreAnsweredInTheNextTurnWithIdsThatAreTaken() {
        JsonNode body = sent(
                NOVA,
                TOOLS + ",'messages':[{'role':'user','content':'hi'},{'role':'assistant','content':null,'tool_calls':["
                        + "{'id':'call:1','type':'function','function':{'name':'weather','arguments':'{}'}},"
                        + "{'id':'call:2','type':'function','function':{'name':'weather','arguments':'no json'}}]},"
                        + "{'role':'tool','tool_call_id':'call:1','content':'sunny'}]");
        assertThat(BedrockFake.complaint(body)).isEmpty();
        assertThat(body.at("/messages/1/content/0/toolUse/toolUseId").asText()).isEqualTo("call_1");
        assertThat(body.at("/messages/1/content/1/toolUse/input/arguments").asText())
                .isEqualTo("no json");
        assertThat(body.at("/messages/2/content/0/toolResult/content/0/text").asText())
                .isEqualTo("sunny");
        assertThat(body.at("/messages/2/content/1/toolResult/status").asText()).isEqualTo("error");
    }

    /// Converse wants tools told wherever a call is, and has no word for calling none.
    @ParameterizedTest
    @ValueSource(strings = {"'tool_choice':'none'", "'tools':[]"})
    void whereNoToolMayBeCalledCallsAreToldAsText(String fields) {
        JsonNode body = sent(
                CLAUDE_4,
                (fields.startsWith("'tools") ? "" : TOOLS + ",") + fields
                        + ",'messages':[{'role':'user','content':'hi'},{'role':'assistant','tool_calls':["
                        + "{'id':'c1','type':'function','function':{'name':'weather','arguments':'{}'}}]},"
                        + "{'role':'tool','tool_call_id':'c1','content':'sunny'}]");
        assertThat(BedrockFake.complaint(body)).isEmpty();
        assertThat(body.has("toolConfig")).isFalse();
        assertThat(body.toString()).contains("weather").contains("sunny").doesNotContain("toolUse");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                CLAUDE_3 + ",'required',any",
                NOVA + ",\"{'type':'function','function':{'name':'weather'}}\",tool",
                "mistral.mistral-large-2407-v1:0,'required',any",
            })
    void aCallIsDemandedWhereTheModelCanBeMadeTo(String model, String choice, String told) {
        assertThat(sent(model, TOOLS + "," + USER + ",'tool_choice':" + choice)
                        .at("/toolConfig/toolChoice")
                        .has(told))
                .isTrue();
    }

    @Test
    void elseItIsToldThatItCannot() {
        assertRefused(LLAMA, TOOLS + "," + USER + ",'tool_choice':'required'", "tool_choice");
        assertRefused(CLAUDE_4, TOOLS + "," + USER + ",'parallel_tool_calls':false", "parallel_tool_calls");
    }

    @Test
    void aSchemaIsKeptByAToolOfOursOrAskedFor() {
        String format = ",'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'type':'object',"
                + "'properties':{'a':{'type':'string'}}}}}";
        JsonNode forced = sent(NOVA, USER + format);
        assertThat(forced.at("/toolConfig/toolChoice/tool/name").asText()).isEqualTo("tollgate_json_answer");
        assertThat(forced.at("/toolConfig/tools/0/toolSpec/inputSchema/json/properties/a/type")
                        .asText())
                .isEqualTo("string");
        JsonNode asked = sent(LLAMA, USER + format);
        assertThat(asked.has("toolConfig")).isFalse();
        assertThat(asked.at("/system/0/text").asText()).contains("JSON schema");
    }

    @Test
    void thinkingIsEachFamilysOwn() {
        String effort = USER + ",'max_tokens':3000,'temperature':0.5,'reasoning_effort':'high'";
        assertThat(more(CLAUDE_4, effort)).isEqualTo("{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1976}}");
        assertThat(sent(CLAUDE_4, effort).at("/inferenceConfig").has("temperature"))
                .isFalse();
        assertThat(more(CLAUDE_46, effort))
                .isEqualTo("{\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"high\"}}");
        assertThat(more("openai.gpt-oss-120b-1:0", effort)).isEqualTo("{\"reasoning_effort\":\"high\"}");
        assertThat(more("us.amazon.nova-2-lite-v1:0", effort))
                .isEqualTo("{\"reasoningConfig\":{\"type\":\"enabled\",\"maxReasoningEffort\":\"high\"}}");
        assertThat(more(LLAMA, effort)).isEmpty();
        assertRefused(CLAUDE_4, USER + ",'max_tokens':1000,'reasoning_effort':'low'", "reasoning_effort");
    }

    @Test
    void samplingIsWhatTheModelTakes() {
        String both = USER + ",'temperature':1.5,'top_p':0.5,'top_k':7";
        assertThat(sent(CLAUDE_3, both).at("/inferenceConfig").toString()).contains("\"temperature\":1,\"topP\":0.5");
        assertThat(more(CLAUDE_3, both)).isEqualTo("{\"top_k\":7}");
        assertThat(sent("anthropic.claude-sonnet-4-5-20250929-v1:0", both)
                        .at("/inferenceConfig")
                        .has("topP"))
                .isFalse();
        assertThat(sent("anthropic.claude-opus-4-7-v1:0", both)
                        .at("/inferenceConfig")
                        .has("temperature"))
                .isFalse();
    }

    @Test
    void pointsOfCachingStandBehindWhatIsMarkedWhereTheModelKnowsThem() {
        String marked = "'messages':[{'role':'user','content':[{'type':'text','text':'long',"
                + "'cache_control':{'type':'ephemeral'}},{'type':'text','text':'short'}]}]";
        assertThat(sent(NOVA, marked)
                        .at("/messages/0/content/1/cachePoint/type")
                        .asText())
                .isEqualTo("default");
        assertThat(sent(LLAMA, marked).toString()).doesNotContain("cachePoint");
    }

    @Test
    void thoughtsAreSentBackAsTheyCame() {
        String history = "'max_tokens':3000,'reasoning_effort':'low','messages':[{'role':'user','content':'hi'},"
                + "{'role':'assistant','content':'yes','reasoning_details':[{'type':'reasoning.text','text':'hm',"
                + "'signature':'c2lng','format':'bedrock-converse-v1'},{'type':'reasoning.text','text':'other',"
                + "'signature':'x','format':'anthropic-claude-v1'}]},{'role':'user','content':'and?'}]";
        assertThat(sent(CLAUDE_4, history)
                        .at("/messages/1/content/0/reasoningContent")
                        .toString())
                .isEqualTo("{\"reasoningText\":{\"text\":\"hm\",\"signature\":\"c2lng\"}}");
        assertThat(sent(CLAUDE_4, history).toString()).doesNotContain("other");
        assertThat(sent(LLAMA, history).toString()).doesNotContain("reasoningContent");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'n':2,n",
                "'logprobs':true,logprobs",
                "\"'logit_bias':{'1':1}\",logit_bias",
                "\"'modalities':['text','audio']\",modalities",
                "\"'functions':[{}]\",functions",
            })
    void whatWouldChangeTheAnswerIsRefused(String field, String param) {
        assertRefused(NOVA, USER + "," + field, param);
    }

    /// Any order of roles, gaps, runs, calls without results and results without calls.
    @Property(tries = 1_000)
    void anyHistoryIsTakenAndNoWordOfItIsLost(@ForAll long seed) {
        Random random = new Random(seed);
        List<String> words = new ArrayList<>();
        ObjectNode chat = json("{" + (random.nextBoolean() ? TOOLS + "," : "") + "'messages':[]}");
        for (int i = 0; i < 1 + random.nextInt(7); i++) {
            String word = "word" + i + "x";
            words.add(word);
            chat.withArray("messages").add(json(message(random, word)));
        }
        String model = List.of(CLAUDE_3, CLAUDE_4, CLAUDE_46, NOVA, LLAMA).get(random.nextInt(5));
        JsonNode body = sent(model, chat);
        assertThat(BedrockFake.complaint(body)).as("%s%nof %s", body, chat).isEmpty();
        assertThat(body.toString()).contains(words);
    }

    private static String message(Random random, String word) {
        return switch (random.nextInt(6)) {
            case 0 -> "{'role':'system','content':'" + word + "'}";
            case 1 -> "{'role':'assistant','content':'" + word + " '}";
            case 2 ->
                "{'role':'assistant','content':'','tool_calls':[{'id':'c" + random.nextInt(2)
                        + "','type':'function','function':{'name':'weather','arguments':'{\\'a\\':\\'" + word
                        + "\\'}'}}]}";
            case 3 -> "{'role':'tool','tool_call_id':'c" + random.nextInt(2) + "','content':'" + word + "'}";
            case 4 -> "{'role':'user','content':[{'type':'text','text':'" + word + "'},{'type':'text','text':''}]}";
            default -> "{'role':'user','content':'" + word + "'}";
        };
    }

    private static String more(String model, String fields) {
        JsonNode more = sent(model, fields).path("additionalModelRequestFields");
        return more.isMissingNode() ? "" : more.toString();
    }

    private static void assertRefused(String model, String fields, String param) {
        assertThatThrownBy(() -> sent(model, fields))
                .isInstanceOfSatisfying(Untranslatable.class, refused -> assertThat(refused.param())
                        .isEqualTo(param));
    }
}
