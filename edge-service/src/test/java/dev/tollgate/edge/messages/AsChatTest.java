package dev.tollgate.edge.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.ChatBody.OutputField;
import dev.tollgate.edge.provider.spi.ChatExtra;
import dev.tollgate.edge.provider.spi.Spoken;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A message, said as a chat.
class AsChatTest {
    private static final String HISTORY = """
            [{'role':'user','content':'weather?'},
             {'role':'assistant','content':[{'type':'thinking','thinking':'hm','signature':'c2ln'},
               {'type':'redacted_thinking','data':'xyz'},{'type':'text','text':'I look.'},
               {'type':'tool_use','id':'toolu_1','name':'look','input':{'city':'Paris'}},
               {'type':'tool_use','id':'toolu_2','name':'now','input':{}}]},
             {'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1','content':'sunny'},
               {'type':'tool_result','tool_use_id':'toolu_2','is_error':true,'content':[{'type':'text','text':'no clock'},
                 {'type':'image','source':{'type':'base64','media_type':'image/png','data':'iVBO'}}]},
               {'type':'text','text':'And?'}]}]""";

    @Test
    void turnsOfToolsBecomeCallsAndMessagesOfTheirOwn() {
        JsonNode messages = Messages.chat(Messages.saying(HISTORY)).path("messages");
        assertThat(messages).isEqualTo(Messages.json("""
                [{'role':'user','content':'weather?'},
                 {'role':'assistant','content':'I look.','tool_calls':[
                   {'id':'toolu_1','type':'function','function':{'name':'look','arguments':'{~city~:~Paris~}'}},
                   {'id':'toolu_2','type':'function','function':{'name':'now','arguments':'{}'}}]},
                 {'role':'tool','tool_call_id':'toolu_1','content':'sunny'},
                 {'role':'tool','tool_call_id':'toolu_2','content':'Error: no clock'},
                 {'role':'user','content':[{'type':'text','text':'Result of the tool call toolu_2:'},
                   {'type':'image_url','image_url':{'url':'data:image/png;base64,iVBO'}},
                   {'type':'text','text':'And?'}]}]"""));
    }

    @Test
    void thoughtsAreToldToThoseWhoKnowThem() {
        JsonNode turn = Messages.chat(Messages.saying(HISTORY), ChatExtra.THOUGHTS)
                .path("messages")
                .get(1);
        assertThat(turn.path("reasoning_content").asText()).isEqualTo("hm");
        assertThat(turn.path("reasoning_details")).isEqualTo(Messages.json("""
                [{'type':'reasoning.text','text':'hm','signature':'c2ln','format':'anthropic-claude-v1','index':0},
                 {'type':'reasoning.encrypted','data':'xyz','format':'anthropic-claude-v1','index':1}]"""));
    }

    @Test
    void marksAreToldToThoseWhoKnowThem() {
        String body =
                Messages.asking("'system':[{'type':'text','text':'Be kind.','cache_control':{'type':'ephemeral'}}],"
                        + "'tools':[{'name':'a','input_schema':{},'cache_control':{'type':'ephemeral'}}]");
        assertThat(Messages.chat(body).toString()).doesNotContain("cache_control");
        JsonNode marked = Messages.chat(body, ChatExtra.CACHE_MARKS);
        assertThat(marked.path("messages").get(0).path("content").get(0).has("cache_control"))
                .isTrue();
        assertThat(marked.path("tools").get(0).has("cache_control")).isTrue();
    }

    @Test
    void fieldsGoByTheirNamesInAChat() {
        JsonNode chat = Messages.chat(Messages.asking("""
                'system':'Be kind.','temperature':0.5,'top_p':0.9,'top_k':5,'stop_sequences':['END'],'stream':true,
                'metadata':{'user_id':'u-1'},'service_tier':'auto','context_management':{'edits':[]},
                'tools':[{'name':'look','description':'Looks.','input_schema':{'type':'object'},'strict':true}],
                'tool_choice':{'type':'any','disable_parallel_tool_use':true}"""));
        assertThat(chat).hasToString(Messages.said("""
                {'model':'m','messages':[{'role':'system','content':'Be kind.'},{'role':'user','content':'hi'}],
                 'max_completion_tokens':100,'temperature':0.5,'top_p':0.9,'stop':['END'],
                 'tools':[{'type':'function','function':{'name':'look','description':'Looks.',
                   'parameters':{'type':'object'},'strict':true}}],
                 'tool_choice':'required','parallel_tool_calls':false,'user':'u-1','stream':true}"""));
        assertThat(Messages.chat(Messages.asking("'top_k':5"), ChatExtra.TOP_K)
                        .path("top_k")
                        .asInt())
                .isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'auto'} | null
            {'type':'none'} | 'none'
            {'type':'tool','name':'look'} | {'type':'function','function':{'name':'look'}}
            """)
    void aChoiceOfToolsIsSaid(String choice, String said) {
        JsonNode chat =
                Messages.chat(Messages.asking("'tools':[{'name':'look','input_schema':{}}],'tool_choice':" + choice));
        assertThat(chat.path("tool_choice").isMissingNode() ? Messages.json("null") : chat.get("tool_choice"))
                .isEqualTo(Messages.json(said));
    }

    @Test
    void documentsAreTextOrFiles() {
        JsonNode content =
                Messages.chat(Messages.saying("""
                [{'role':'user','content':[
                  {'type':'document','title':'A','source':{'type':'text','media_type':'text/plain','data':'one'}},
                  {'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'JVBE'}},
                  {'type':'document','source':{'type':'content','content':[{'type':'text','text':'two'}]}},
                  {'type':'image','source':{'type':'url','url':'https://example.com/a.png'}}]}]""")).path("messages").get(0).path("content");
        assertThat(content).isEqualTo(Messages.json("""
                [{'type':'text','text':'A\\n\\none'},
                 {'type':'file','file':{'filename':'document.pdf','file_data':'data:application/pdf;base64,JVBE'}},
                 {'type':'text','text':'two'},
                 {'type':'image_url','image_url':{'url':'https://example.com/a.png'}}]"""));
    }

    @Test
    void aSchemaOfTheAnswerIsAFormat() {
        JsonNode chat = Messages.chat(
                Messages.asking("'output_config':{'format':{'type':'json_schema','schema':{'type':'object'}}}"));
        assertThat(chat.path("response_format"))
                .isEqualTo(
                        Messages.json(
                                "{'type':'json_schema','json_schema':{'name':'answer','strict':true,'schema':{'type':'object'}}}"));
    }

    /// Only models that can be asked to think are.
    @Test
    void aBudgetOfThinkingIsAnEffort() {
        String body = "{'model':'m','max_tokens':9000,'messages':[{'role':'user','content':'hi'}],"
                + "'thinking':{'type':'enabled','budget_tokens':5000}}";
        MessagesRequest unknown = Messages.parsed(body.replace('\'', '"'));
        assertThat(effort(unknown)).isEmpty();
        assertThat(effort(reasoning(unknown))).isEqualTo("medium");
        assertThat(effort(reasoning(Messages.parsed(Messages.asking("'output_config':{'effort':'max'}")))))
                .isEqualTo("high");
    }

    private static MessagesRequest reasoning(MessagesRequest asked) {
        return new MessagesRequest(
                asked.model(),
                asked.stream(),
                asked.maxTokens(),
                asked.thinkingBudget(),
                asked.thinks(),
                asked.size(),
                asked.flawed(),
                asked.affinity(),
                asked.versions(),
                asked.members(),
                new MessagesRequest.Served(1, true));
    }

    private static String effort(MessagesRequest asked) {
        return said(AsChat.said(asked, Set.of()))
                .tree()
                .path("reasoning_effort")
                .asText("");
    }

    private static ChatBody said(Spoken spoken) {
        return (ChatBody) ((Spoken.Said) spoken).body();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'mcp_servers':[{'type':'url','url':'https://example.com','name':'x'}] | mcp_servers
            'container':'c' | container
            'tools':[{'type':'web_search_20250305','name':'web_search'}] | tools[0].type
            """)
    void whatAChatHasNoWordsForIsNamed(String field, String param) {
        assertThat(Messages.spoken(Messages.asking(field)))
                .isInstanceOfSatisfying(Spoken.Unsaid.class, unsaid -> assertThat(unsaid.param())
                        .isEqualTo(param));
    }

    @Test
    void aBlockThatAChatHasNoWordsForIsNamed() {
        Spoken spoken = Messages.spoken(Messages.saying("[{'role':'user','content':[{'type':'text','text':'x'},"
                + "{'type':'document','source':{'type':'url','url':'https://example.com/a.pdf'}}]}]"));
        assertThat(((Spoken.Unsaid) spoken).param()).isEqualTo("messages[0].content[1].source");
    }

    @Test
    void aComplaintAboutTheChatNamesTheCallersField() {
        Spoken.Said said = (Spoken.Said) Messages.spoken(Messages.saying(HISTORY));
        assertThat(said.param().apply("messages[3].content")).isEqualTo("messages[2].content[1]");
        assertThat(said.param().apply("messages[4].content[1].image_url.url"))
                .isEqualTo("messages[2].content[1].content[1]");
        assertThat(said.param().apply("max_completion_tokens")).isEqualTo("max_tokens");
        assertThat(said.param().apply("response_format.json_schema.schema")).isEqualTo("output_config.format");
        assertThat(said.param().apply("tools[1].function.name")).isEqualTo("tools[1]");
        assertThat(said.param().apply("temperature")).isEqualTo("temperature");
    }

    @Test
    void theBoundGoesByTheNameThatTheProviderTakes() {
        ChatBody chat = said(Messages.spoken(Messages.asking("'stream':true")));
        JsonObject older = chat.rewritten("up", 7L, OutputField.MAX_TOKENS).toJsonObject();
        assertThat(older.getInteger("max_tokens")).isEqualTo(7);
        assertThat(older.containsKey("max_completion_tokens")).isFalse();
        assertThat(older.getString("model")).isEqualTo("up");
        assertThat(older.getJsonObject("stream_options").getBoolean("include_usage"))
                .isTrue();
        assertThat(chat.rewritten("up", null, OutputField.MAX_COMPLETION_TOKENS)
                        .toJsonObject()
                        .getInteger("max_completion_tokens"))
                .isEqualTo(100);
    }
}
