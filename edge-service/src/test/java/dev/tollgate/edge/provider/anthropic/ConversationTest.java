package dev.tollgate.edge.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final String CALL = "{'role':'assistant','tool_calls':[{'id':'a','type':'function','function':{"
            + "'name':'f','arguments':'{\\u0022x\\u0022:1.50}'}}]}";
    private static final String SAYS_X = "{'role':'user','content':[{'type':'text','text':'x'}]}";

    @Test
    void instructionsAtTheHeadAreTheSystemPrompt() {
        ObjectNode body = Asked.of(
                Asked.OLD,
                "'messages':[{'role':'system','content':'A'},{'role':'developer','content':[{'type':'text','text':'B',"
                        + "'cache_control':{'type':'ephemeral','ttl':'1h'}}]},{'role':'user','content':'x'}]");

        assertThat(body.get("system"))
                .isEqualTo(Asked.json("[{'type':'text','text':'A'},"
                        + "{'type':'text','text':'B','cache_control':{'type':'ephemeral'}}]"));
        assertThat(body.get("messages")).isEqualTo(Asked.json("[" + SAYS_X + "]"));
    }

    @Test
    void laterOnesStayWhereTheyAreMarked() {
        assertThat(Asked.messages("{'role':'user','content':'x'},{'role':'assistant','content':'y'},"
                        + "{'role':'system','content':'Be brief.'}"))
                .isEqualTo(Asked.json("[" + SAYS_X + ",{'role':'assistant','content':[{'type':'text','text':'y'}]},"
                        + "{'role':'user','content':[{'type':'text','text':'<system>\\nBe brief.\\n</system>'}]}]"));
    }

    @Test
    void instructionsAloneAreTheUsers() {
        ObjectNode body = Asked.of(Asked.OLD, "'messages':[{'role':'system','content':'x'}]");

        assertThat(body.has("system")).isFalse();
        assertThat(body.get("messages")).isEqualTo(Asked.json("[" + SAYS_X + "]"));
    }

    @Test
    void runsOfOneRoleAreOneTurnAndEmptyOnesNone() {
        assertThat(Asked.messages("{'role':'user','content':'x'},{'role':'assistant','content':''},"
                        + "{'role':'user','content':' '},{'role':'user','content':[{'type':'text','text':''},"
                        + "{'type':'text','text':'y'}]},{'role':'assistant','content':'a'},{'role':'assistant','content':'b'},"
                        + "{'role':'user','content':'z'}"))
                .isEqualTo(
                        Asked.json("[{'role':'user','content':[{'type':'text','text':'x'},{'type':'text','text':'y'}]},"
                                + "{'role':'assistant','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]},"
                                + "{'role':'user','content':[{'type':'text','text':'z'}]}]"));
    }

    @Test
    void theUserBegins() {
        assertThat(Asked.messages("{'role':'assistant','content':'Hi, I am Claude.'},{'role':'user','content':'x'}")
                        .get(0))
                .isEqualTo(
                        Asked.json("{'role':'user','content':[{'type':'text','text':'(The conversation begins.)'}]}"));
    }

    @Test
    void resultsAreOneTurnInTheOrderTheyCameBeforeWhatIsSaid() {
        JsonNode messages = Asked.messages(
                "{'role':'user','content':'x'},{'role':'assistant','content':'Look.','tool_calls':["
                        + "{'id':'a','type':'function','function':{'name':'f','arguments':''}},"
                        + "{'id':'b','type':'function','function':{'name':'g','arguments':'[1]'}}]},"
                        + "{'role':'tool','tool_call_id':'b','content':'B'},"
                        + "{'role':'tool','tool_call_id':'a','content':[{'type':'text','text':'A'}]},{'role':'user','content':'y'}");

        assertThat(messages.get(1).get("content"))
                .isEqualTo(
                        Asked.json("[{'type':'text','text':'Look.'},{'type':'tool_use','id':'a','name':'f','input':{}},"
                                + "{'type':'tool_use','id':'b','name':'g','input':{'arguments':'[1]'}}]"));
        assertThat(messages.get(2).get("content"))
                .isEqualTo(
                        Asked.json("[{'type':'tool_result','tool_use_id':'b','content':[{'type':'text','text':'B'}]},"
                                + "{'type':'tool_result','tool_use_id':'a','content':[{'type':'text','text':'A'}]},"
                                + "{'type':'text','text':'y'}]"));
    }

    @Test
    void numbersOfArgumentsStayAsTheyWereWritten() {
        assertThat(Asked.messages("{'role':'user','content':'x'}," + CALL)
                        .get(1)
                        .at("/content/0/input")
                        .toString())
                .isEqualTo("{\"x\":1.50}");
    }

    @Test
    void aCallWithoutAResultGetsOneThatSaysSo() {
        String none =
                "{'type':'tool_result','tool_use_id':'a','content':[{'type':'text','text':'(The tool gave no result.)'}],"
                        + "'is_error':true}";

        assertThat(Asked.messages("{'role':'user','content':'x'}," + CALL)
                        .get(2)
                        .get("content"))
                .isEqualTo(Asked.json("[" + none + "]"));
        assertThat(Asked.messages("{'role':'user','content':'x'}," + CALL + ",{'role':'user','content':'y'}")
                        .get(2)
                        .get("content"))
                .isEqualTo(Asked.json("[" + none + ",{'type':'text','text':'y'}]"));
    }

    @Test
    void aResultWithoutItsCallIsText() {
        assertThat(Asked.messages("{'role':'user','content':'x'},{'role':'tool','tool_call_id':'q','content':'Q'}"))
                .isEqualTo(Asked.json("[{'role':'user','content':[{'type':'text','text':'x'},"
                        + "{'type':'text','text':'Result of the tool call q:'},{'type':'text','text':'Q'}]}]"));
    }

    @Test
    void anEmptyResultHasNoContent() {
        assertThat(Asked.messages("{'role':'user','content':'x'}," + CALL
                                + ",{'role':'tool','tool_call_id':'a','content':''}")
                        .get(2)
                        .get("content"))
                .isEqualTo(Asked.json("[{'type':'tool_result','tool_use_id':'a'}]"));
    }

    @Test
    void idsAreUniqueAndOfLettersThatAreTaken() {
        String call = CALL.replace("'a'", "'functions.f:0'");
        String result = "{'role':'tool','tool_call_id':'functions.f:0','content':'A'}";
        JsonNode messages =
                Asked.messages("{'role':'user','content':'x'}," + call + "," + result + "," + call + "," + result);

        assertThat(messages.findValuesAsText("id")).containsExactly("functions_f_0", "functions_f_0_2");
        assertThat(messages.findValuesAsText("tool_use_id")).containsExactly("functions_f_0", "functions_f_0_2");
    }

    @Test
    void oldStyleCallsAreCallsToo() {
        JsonNode messages = Asked.messages("{'role':'user','content':'x'},{'role':'assistant','content':null,"
                + "'function_call':{'name':'f','arguments':'{}'}},{'role':'function','name':'f','content':'A'}");

        assertThat(messages.at("/1/content/0/type").asText()).isEqualTo("tool_use");
        assertThat(messages.at("/2/content/0/tool_use_id")).isEqualTo(messages.at("/1/content/0/id"));
    }

    @Test
    void theAssistantsLastTurnIsGoneOnFromWhereTheModelDoes() {
        String begun = "'messages':[{'role':'user','content':'x'},{'role':'assistant','content':'It is \\n'}]";

        assertThat(Asked.of(Asked.OLD, begun).at("/messages/1/content/0/text").asText())
                .isEqualTo("It is");
        assertThat(Asked.of(Asked.ADAPTIVE, begun)
                        .at("/messages/2/content/0/text")
                        .asText())
                .isEqualTo("Continue.");
        assertThat(Asked.of(Asked.BUDGETED, begun + ",'reasoning_effort':'low'")
                        .at("/messages/2/content/0/text")
                        .asText())
                .isEqualTo("Continue.");
    }

    @Test
    void imagesAndFilesAreBlocks() {
        ObjectNode body = Asked.translated(
                Asked.OLD,
                "'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/jpg;base64,AAAA'}},"
                        + "{'type':'image_url','image_url':{'url':'https://x/y.png','detail':'low'}},"
                        + "{'type':'image_url','image_url':{'url':'http://x/y.png'}},"
                        + "{'type':'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,JVBERi0='}},"
                        + "{'type':'file','file':{'file_data':'data:text/plain;charset=utf-8;base64,aGk='}}]}]",
                null,
                "http://x/y.png");

        assertThat(body.at("/messages/0/content"))
                .isEqualTo(
                        Asked.json(
                                "[{'type':'image','source':{'type':'base64','media_type':'image/jpeg','data':'AAAA'}},"
                                        + "{'type':'image','source':{'type':'url','url':'https://x/y.png'}},"
                                        + "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'AQID'}},"
                                        + "{'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'JVBERi0='},"
                                        + "'title':'a.pdf'},"
                                        + "{'type':'document','source':{'type':'text','media_type':'text/plain','data':'hi'}}]"));
    }

    @Test
    void onlyImagesThatAnthropicWouldNotFetchAreFetched() {
        JsonNode messages =
                Asked.json("[{'role':'user','content':[{'type':'image_url','image_url':{'url':'https://x/1'}},"
                        + "{'type':'image_url','image_url':{'url':'HTTP://x/2'}},{'type':'image_url','image_url':{'url':'http://x/3'}},"
                        + "{'type':'image_url','image_url':{'url':'http://x/3'}},"
                        + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AA=='}}]}]");

        assertThat(Media.toFetch(messages)).containsExactly("HTTP://x/2", "http://x/3");
    }
}
