package dev.tollgate.edge.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.Spoken;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Single quotes stand for double ones.
class AsChatTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void instructionsAndTextAreTwoMessages() {
        assertChat(
                "'instructions':'be kind','input':'hi'",
                "'messages':[{'role':'system','content':'be kind'},{'role':'user','content':'hi'}]");
    }

    @Test
    void partsKeepTheirOrder() {
        assertChat(
                "'input':[{'role':'user','content':[{'type':'input_text','text':'look'},"
                        + "{'type':'input_image','image_url':'data:image/png;base64,AA','detail':'low'},"
                        + "{'type':'input_file','file_data':'data:x','filename':'a.pdf'}]}]",
                "'messages':[{'role':'user','content':[{'type':'text','text':'look'},"
                        + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AA','detail':'low'}},"
                        + "{'type':'file','file':{'file_data':'data:x','filename':'a.pdf'}}]}]");
    }

    @Test
    void whatTheAssistantSaysAndCallsIsOneMessageWithItsOutputsBehindIt() {
        assertChat(
                "'input':[{'role':'user','content':'w'},"
                        + "{'role':'assistant','content':[{'type':'output_text','text':'one moment'}]},"
                        + "{'type':'function_call','id':'fc_1','call_id':'a','name':'f','arguments':'{}'},"
                        + "{'type':'function_call','call_id':'b','name':'g','arguments':'{1}'},"
                        + "{'role':'user','content':'well?'},"
                        + "{'type':'function_call_output','call_id':'b','output':'B'},"
                        + "{'type':'function_call_output','call_id':'a','output':[{'type':'input_text','text':'A'}]}]",
                "'messages':[{'role':'user','content':'w'},{'role':'assistant','content':[{'type':'text',"
                        + "'text':'one moment'}],'tool_calls':[{'id':'a','type':'function','function':{'name':'f',"
                        + "'arguments':'{}'}},{'id':'b','type':'function','function':{'name':'g','arguments':'{1}'}}]},"
                        + "{'role':'tool','tool_call_id':'a','content':[{'type':'text','text':'A'}]},"
                        + "{'role':'tool','tool_call_id':'b','content':'B'},"
                        + "{'role':'user','content':'well?'}]");
    }

    @Test
    void toolsStandOneLevelDeeper() {
        assertChat(
                "'input':'x','tools':[{'type':'function','name':'f','description':'d','parameters':{'type':'object'},"
                        + "'strict':true},{'type':'custom','name':'c','format':{'type':'grammar','syntax':'lark',"
                        + "'definition':'D'}}],'tool_choice':{'type':'function','name':'f'},'parallel_tool_calls':false",
                "'messages':[{'role':'user','content':'x'}],'tools':[{'type':'function','function':{'name':'f',"
                        + "'description':'d','parameters':{'type':'object'},'strict':true}},{'type':'custom','custom':"
                        + "{'name':'c','format':{'type':'grammar','grammar':{'definition':'D','syntax':'lark'}}}}],"
                        + "'parallel_tool_calls':false,'tool_choice':{'type':'function','function':{'name':'f'}}");
    }

    @Test
    void aFormatAVerbosityAndAnEffortHaveTheirPlaces() {
        assertChat(
                "'input':'x','max_output_tokens':70,'temperature':0.5,'reasoning':{'effort':'low','summary':'auto'},"
                        + "'text':{'verbosity':'low','format':{'type':'json_schema','name':'n','strict':true,"
                        + "'schema':{'type':'object'}}}",
                "'messages':[{'role':'user','content':'x'}],'max_tokens':70,'temperature':0.5,'verbosity':'low',"
                        + "'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'type':'object'},"
                        + "'strict':true}},'reasoning_effort':'low'");
    }

    @Test
    void whatChangesNothingIsLeftOut() {
        assertChat(
                "'input':'x','store':false,'background':false,'truncation':'disabled','metadata':{'a':'b'},"
                        + "'max_tool_calls':3,'include':['reasoning.encrypted_content'],'text':{'format':{'type':'text'}}",
                "'messages':[{'role':'user','content':'x'}]");
    }

    @Test
    void probabilitiesAreAskedForWhereTheyAreIncluded() {
        assertChat(
                "'input':'x','include':['message.output_text.logprobs'],'top_logprobs':2",
                "'messages':[{'role':'user','content':'x'}],'logprobs':true,'top_logprobs':2");
    }

    @Test
    void usageIsAskedOfAStream() {
        ChatBody chat = said("{'model':'m','input':'x','stream':true,'max_output_tokens':70}");
        JsonNode sent = json(chat.rewritten("up", 40L, ChatBody.OutputField.MAX_COMPLETION_TOKENS)
                .toString());
        assertThat(sent)
                .isEqualTo(json(quoted("{'model':'up','messages':[{'role':'user','content':'x'}],'stream':true,"
                        + "'stream_options':{'include_usage':true},'max_completion_tokens':40}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'store':true | store",
                "'previous_response_id':'resp_1' | previous_response_id",
                "'prompt':{'id':'p'} | prompt",
                "'truncation':'auto' | truncation",
                "'include':['reasoning.encrypted_content','of_the_future'] | include[1]",
                "'tools':[{'type':'function','name':'f'},{'type':'web_search'}] | tools[1].type",
                "'tools':[{'type':'function','name':'f'}],'tool_choice':{'type':'file_search'} | tool_choice.type"
            })
    void whatNoChatCanDoIsRefusedByItsName(String fields, String param) {
        assertThat(unsaid("{'model':'m','input':'x'," + fields + "}").param()).isEqualTo(param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'item_reference','id':'msg'} | input[1].type",
                "{'type':'computer_call','id':'c'} | input[1].type",
                "{'role':'user','content':[{'type':'input_image','file_id':'f'}]} | input[1].content[0].file_id",
                "{'role':'user','content':[{'type':'input_file','file_url':'https://a.example/f'}]} | input[1].content[0].file_url",
                "{'type':'function_call','call_id':'c','name':'f','arguments':''} | input[1]",
                "{'type':'function_call_output','call_id':'c','output':'x'} | input[1].call_id",
            })
    void anItemThatNoChatHasIsRefusedByItsPlace(String item, String param) {
        assertThat(unsaid("{'model':'m','input':[{'role':'user','content':'x'}," + item + "]}")
                        .param())
                .isEqualTo(param);
    }

    @ParameterizedTest
    @CsvSource({
        "messages[0].content, instructions",
        "messages[1].content[1].image_url.url, input[0].content[1]",
        "messages[2].tool_calls[0].id, input[1]",
        "messages[3].content, input[2].output",
        "messages[9], input",
        "tools[2].function.parameters, tools[2].parameters",
        "response_format.json_schema.schema, text.format.schema",
        "response_format, text.format",
        "max_completion_tokens, max_output_tokens",
        "temperature, temperature"
    })
    void whatADialectRefusesIsNamedAsTheCallerNamedIt(String theirs, String ours) {
        Spoken spoken = ResponsesRequests.asChat(quoted("{'model':'m','instructions':'i','input':["
                + "{'role':'user','content':[{'type':'input_text','text':'a'},{'type':'input_image','image_url':'https://a.example/i'}]},"
                + "{'type':'function_call','call_id':'c','name':'f','arguments':''},"
                + "{'type':'function_call_output','call_id':'c','output':'x'}]}"));
        assertThat(((Spoken.Said) spoken).param().apply(theirs)).isEqualTo(ours);
    }

    private static void assertChat(String fields, String chat) {
        assertThat(said("{'model':'m'," + fields + "}").tree()).isEqualTo(json(quoted("{'model':'m'," + chat + "}")));
    }

    private static ChatBody said(String body) {
        Spoken spoken = ResponsesRequests.asChat(quoted(body));
        assertThat(spoken).isInstanceOf(Spoken.Said.class);
        return (ChatBody) ((Spoken.Said) spoken).body();
    }

    private static Spoken.Unsaid unsaid(String body) {
        Spoken spoken = ResponsesRequests.asChat(quoted(body));
        assertThat(spoken).isInstanceOf(Spoken.Unsaid.class);
        return (Spoken.Unsaid) spoken;
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(Buffer.buffer(text).getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
