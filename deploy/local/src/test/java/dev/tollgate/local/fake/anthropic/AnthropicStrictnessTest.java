package dev.tollgate.local.fake.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicStrictnessTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CALL =
            "{'role':'assistant','content':[{'type':'tool_use','id':'t1','name':'f','input':{}}]}";
    private static final String RESULT = "{'type':'tool_result','tool_use_id':'t1','content':'ok'}";
    private static final String TOOLS = "'tools':[{'name':'f','input_schema':{'type':'object'}}]";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'foo':1                                  | foo: Extra inputs are not permitted
            'temperature':1.1                        | temperature: range: 0..1
            'temperature':null                       | temperature: Input should be a valid number
            'temperature':0.5,'top_p':0.5            | `temperature` and `top_p` cannot both be specified
            'stream':'yes'                           | stream: Input should be a valid boolean
            'stop_sequences':['\\n']                 | stop_sequences: each stop sequence must contain non-whitespace
            'stop_sequences':['']                    | stop_sequences: each stop sequence must be non-empty
            'max_tokens':0                           | max_tokens: Input should be greater than or equal to 1
            'max_tokens':64001                       | max_tokens: 64001 > 64000, which is the maximum
            'metadata':{'user':'u'}                  | metadata.user: Extra inputs are not permitted
            'system':[{'type':'text','text':''}]     | system: text content blocks must be non-empty
            'thinking':{'type':'enabled','budget_tokens':1000} | thinking.enabled.budget_tokens: Input should be greater
            'max_tokens':1024,'thinking':{'type':'enabled','budget_tokens':1024} | `max_tokens` must be greater than
            'max_tokens':2000,'temperature':0.5,'thinking':{'type':'enabled','budget_tokens':1024} | `temperature` may only be set to 1
            'max_tokens':2000,'top_k':5,'thinking':{'type':'enabled','budget_tokens':1024} | `top_k` must be unset
            'thinking':{'type':'adaptive'}           | adaptive thinking is not supported on this model
            'model':'claude-opus-4-7','temperature':1 | `temperature` is not supported for this model.
            'model':'claude-opus-4-7','thinking':{'type':'enabled','budget_tokens':1024} | "thinking.type.enabled" is not supported
            'model':'claude-opus-5-5','thinking':{'type':'disabled'} | "thinking.type.disabled" is not supported
            'model':'gpt-4'                          | model: gpt-4
            'tool_choice':{'type':'any'}             | tool_choice: tool_choice may only be specified while providing tools
            'tools':[{'name':'a b','input_schema':{'type':'object'}}] | tools.0.custom.name: String should match pattern
            'tools':[{'name':'f','input_schema':{}}] | tools.0.custom.input_schema.type: Field required
            'tools':[{'name':'f','input_schema':{'type':'string'}}] | tools.0.custom.input_schema.type: Input should be 'object'
            'tools':[{'name':'f','input_schema':{'type':'object','anyOf':[]}}] | tools.0.custom.input_schema: input_schema does not support
            'output_config':{'format':{'type':'json_schema','schema':{'type':'object'}}} | output_config.format.schema: For 'object' type, 'additionalProperties'
            'output_config':{'format':{'type':'json_schema','schema':{'type':'integer','minimum':1}}} | output_config.format.schema: For 'integer' type, properties minimum
            'model':'claude-3-5-sonnet-20241022','output_config':{'effort':'low'} | This model does not support the effort parameter.
            """)
    void refusesAField(String fields, String complaint) {
        assertThat(refused(fields))
                .hasValueSatisfying(message -> assertThat(message).startsWith(complaint));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            []                                                 | messages: at least one message is required
            [{'role':'system','content':'x'}]                  | messages: Unexpected role "system".
            [{'role':'tool','content':'x'}]                    | messages.0.role: Input should be 'user' or 'assistant'
            [{'role':'assistant','content':'x'}]               | messages: first message must use the "user" role
            [{'role':'user','content':'x'},{'role':'user','content':'y'}] | messages: roles must alternate
            [{'role':'user','content':'x','name':'n'}]         | messages.0.name: Extra inputs are not permitted
            [{'role':'user','content':''}]                     | messages.0: all messages must have non-empty content
            [{'role':'user','content':[]}]                     | messages.0: all messages must have non-empty content
            [{'role':'user','content':[{'type':'text','text':''}]}] | messages: text content blocks must be non-empty
            [{'role':'user','content':[{'type':'text','text':' '}]}] | messages: text content blocks must contain non-whitespace
            [{'role':'user','content':[{'type':'thinking'}]}]  | messages.0.content.0: Input tag 'thinking' found
            [{'role':'user','content':'x'},{'role':'assistant','content':'y '}] | messages: final assistant content cannot end with trailing
            [{'role':'user','content':[{'type':'image','source':{'type':'url','url':'http://x/y.png'}}]}] | Only HTTPS URLs are supported.
            [{'role':'user','content':[{'type':'image','source':{'type':'base64','media_type':'image/bmp','data':'AA=='}}]}] | messages.0.content.0.image.source.base64.media_type: Input should be
            [{'role':'user','content':[{'type':'image','source':{'type':'base64','media_type':'image/png','data':'AA=='}}]}] | messages.0.content.0.image.source.base64.data: Image does not match
            [{'role':'user','content':[{'type':'image','source':{'type':'base64','media_type':'image/png','data':'%'}}]}] | messages.0.content.0.image.source.base64: invalid base64
            [{'role':'user','content':[{'type':'image','source':{'type':'file','file_id':'x'}}]}] | messages.0.content.0.image.source: Input tag 'file'
            """)
    void refusesAMessage(String messages, String complaint) {
        assertThat(refused("'messages':" + messages))
                .hasValueSatisfying(message -> assertThat(message).startsWith(complaint));
    }

    @Test
    void takesACallAndItsResult() {
        assertThat(history("{'role':'user','content':'x'}", CALL, user(RESULT))).isEmpty();
    }

    @Test
    void refusesACallWithoutItsResult() {
        String missing = "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: t1";

        assertThat(history("{'role':'user','content':'x'}", CALL))
                .hasValueSatisfying(m -> assertThat(m).startsWith(missing));
        assertThat(history("{'role':'user','content':'x'}", CALL, "{'role':'user','content':'y'}"))
                .hasValueSatisfying(m -> assertThat(m).startsWith(missing));
    }

    @Test
    void refusesAResultWithoutItsCall() {
        assertThat(history(user(RESULT))).hasValueSatisfying(m -> assertThat(m)
                .startsWith("messages.0.content.0: unexpected `tool_use_id` found in `tool_result` blocks: t1"));
    }

    @Test
    void refusesTextBeforeAResult() {
        String late = user("{'type':'text','text':'first'}," + RESULT);

        assertThat(history("{'role':'user','content':'x'}", CALL, late)).hasValueSatisfying(m -> assertThat(m)
                .startsWith("messages.2: Did not find 1 `tool_result` block(s) at the beginning"));
    }

    @Test
    void refusesTwoResultsOfOneCallAndOneIdForTwoCalls() {
        assertThat(history("{'role':'user','content':'x'}", CALL, user(RESULT + "," + RESULT)))
                .hasValueSatisfying(m -> assertThat(m).contains("each tool_use must have a single result"));
        assertThat(history("{'role':'user','content':'x'}", CALL, user(RESULT), CALL, user(RESULT)))
                .hasValue("messages.3: `tool_use` ids must be unique");
    }

    @Test
    void refusesCallsOfToolsThatAreNotDefined() {
        assertThat(refused("'messages':[{'role':'user','content':'x'}," + CALL + "," + user(RESULT) + "]"))
                .hasValueSatisfying(m -> assertThat(m).contains("must include the `tools` field"));
    }

    @Test
    void withABudgetWantsTheThinkingThatLedToACall() {
        String thinking = ",'max_tokens':2000,'thinking':{'type':'enabled','budget_tokens':1024},";
        String begun = "'messages':[{'role':'user','content':'x'},";
        String signed = CALL.replace(
                "[{'type'", "[{'type':'thinking','thinking':'hm','signature':'" + Signature.of("hm") + "'},{'type'");

        assertThat(refused(TOOLS + thinking + begun + CALL + "," + user(RESULT) + "]"))
                .hasValueSatisfying(m -> assertThat(m).contains("Expected `thinking` or `redacted_thinking`"));
        assertThat(refused(TOOLS + thinking + begun + signed + "," + user(RESULT) + "]"))
                .isEmpty();
        assertThat(refused(TOOLS + thinking + begun + signed.replace("hm", "oh") + "," + user(RESULT) + "]"))
                .hasValue("messages.1.content.0: Invalid `signature` in `thinking` block");
        assertThat(refused(TOOLS + thinking + "'tool_choice':{'type':'any'}"))
                .hasValue("Thinking may not be enabled when tool_choice forces tool use.");
    }

    @Test
    void takesPrefillWhereTheModelDoes() {
        String prefilled = "'messages':[{'role':'user','content':'x'},{'role':'assistant','content':'y'}]";

        assertThat(refused(prefilled)).isEmpty();
        assertThat(refused("'model':'claude-opus-4-6'," + prefilled))
                .hasValueSatisfying(m -> assertThat(m).startsWith("This model does not support assistant message"));
    }

    @Test
    void theNewerVersionHasNoSampling() throws JsonProcessingException {
        ObjectNode body = body("'temperature':1");
        ClaudeModel model = ClaudeModel.named("claude-sonnet-4-5").orElseThrow();

        assertThat(RequestCheck.whole(body, model, RequestCheck.OLDER)).isEmpty();
        assertThat(RequestCheck.whole(body, model, RequestCheck.NEWER))
                .hasValue("`temperature` is not supported for this model.");
    }

    private static Optional<String> history(String... messages) {
        return refused(TOOLS + ",'messages':[" + String.join(",", messages) + "]");
    }

    private static String user(String blocks) {
        return "{'role':'user','content':[" + blocks + "]}";
    }

    /// @param fields beside, or instead of, those of a good body; single quotes for double ones
    private static Optional<String> refused(String fields) {
        try {
            return AnthropicFake.complaint(body(fields), false);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(fields, e);
        }
    }

    private static ObjectNode body(String fields) throws JsonProcessingException {
        JsonNode good = JSON.readTree(
                "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        ObjectNode body = (ObjectNode) good;
        body.setAll((ObjectNode) JSON.readTree("{" + fields.replace('\'', '"') + "}"));
        return body;
    }
}
