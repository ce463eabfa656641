package dev.tollgate.local.fake.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each rule once: what the API takes, and in which words it refuses the rest.
class GeminiRulesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FLASH = "gemini-2.5-flash";
    private static final String USER = "{'role':'user','parts':[{'text':'Hi'}]}";
    private static final String CALL =
            "{'role':'model','parts':[{'functionCall':{'name':'f','args':{}}},{'functionCall':{'name':'g'}}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'contents':[" + USER + "]}",
                "{'systemInstruction':{'parts':[{'text':'Be short'}]},'contents':[" + USER + "]}",
                "{'contents':[{'role':'user','parts':[{'text':'a'},{'inlineData':{'mimeType':'image/png','data':'aGk='}}]}]}",
                "{'contents':[" + USER + "," + CALL + ",{'role':'user','parts':["
                        + "{'functionResponse':{'name':'f','response':{'result':1}}},"
                        + "{'functionResponse':{'name':'g','response':{}}},{'text':'and?'}]}]}",
                "{'contents':[" + USER + "],'tools':[{'functionDeclarations':[{'name':'f','description':'d',"
                        + "'parameters':{'type':'OBJECT','properties':{'a':{'type':'string','enum':['x']}},"
                        + "'required':['a']}}]}],'toolConfig':{'functionCallingConfig':"
                        + "{'mode':'ANY','allowedFunctionNames':['f']}}}",
                "{'contents':[" + USER + "],'tools':[{'functionDeclarations':[{'name':'f','parametersJsonSchema':"
                        + "{'type':'object','properties':{'a':{'$ref':'#/$defs/A'}},'additionalProperties':false,"
                        + "'$defs':{'A':{'type':['string','null']}}}}]}]}",
                "{'contents':[" + USER + "],'generationConfig':{'temperature':2,'topP':1,'stopSequences':['a','b'],"
                        + "'maxOutputTokens':5,'candidateCount':8,'seed':-1,'presencePenalty':-2,"
                        + "'responseLogprobs':true,'logprobs':20,'thinkingConfig':{'thinkingBudget':0}}}",
                "{'contents':[" + USER + "],'generationConfig':{'responseMimeType':'application/json',"
                        + "'responseJsonSchema':{'type':'object','additionalProperties':false}}}"
            })
    void aRequestThatIsRightIsTaken(String body) {
        assertThat(GeminiRules.refusalOfContent(FLASH, json(body))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'contents':[],'foo':1}|Unknown name "foo": Cannot find field
            {'contents':[{'role':'user','parts':[{'text':'a','foo':1}]}]}|Unknown name "foo" at 'contents[0].parts[0]'
            {'contents':[{'role':'user','parts':[{'text':5}]}]}|Invalid value at 'contents[0].parts[0].text' (TYPE_STRING), 5
            {'contents':[{'role':'user','parts':[{'inlineData':{'mimeType':'image/png','data':'a*b='}}]}]}|'contents[0].parts[0].inline_data.data' (TYPE_BYTES), Base64 decoding failed
            {'contents':[]}|GenerateContentRequest.contents: contents is not specified
            {'contents':[{'role':'user','parts':[]}]}|contents[0].parts: contents.parts must not be empty
            {'contents':[{'role':'user','parts':[{}]}]}|contents[0].parts[0].data: required oneof field
            {'contents':[{'role':'user','parts':[{'text':''}]}]}|contents[0].parts[0].data: required oneof field
            {'contents':[{'role':'user','parts':[{'text':'a','inlineData':{'mimeType':'image/png','data':'aGk='}}]}]}|oneof field 'data' is already set
            {'contents':[{'role':'assistant','parts':[{'text':'a'}]}]}|Please use a valid role: user, model
            {'contents':[{'role':'system','parts':[{'text':'a'}]}]}|Please use a valid role: user, model
            {'contents':[{'role':'model','parts':[{'text':'a'}]}]}|alternate between user and model
            {'contents':[{'role':'user','parts':[{'text':'a'}]},{'role':'user','parts':[{'text':'a'}]}]}|alternate between user and model
            {'contents':[{'role':'user','parts':[{'text':'a'}]},{'role':'model','parts':[{'text':'a'}]}]}|end with a user role
            {'contents':[{'role':'user','parts':[{'inlineData':{'mimeType':'image/gif','data':'aGk='}}]}]}|Unsupported MIME type: image/gif
            {'contents':[{'role':'user','parts':[{'fileData':{'fileUri':'https://example.com/a.png'}}]}]}|Unsupported file URI type
            {'contents':[{'role':'user','parts':[{'functionResponse':{'name':'f','response':{}}}]}]}|comes immediately after a function call turn
            {'contents':[{'role':'user','parts':[{'functionCall':{'name':'f'}}]}]}|can't contain a function call
            {'systemInstruction':{'parts':[]},'contents':[{'role':'user','parts':[{'text':'a'}]}]}|system_instruction.parts: contents.parts must not be empty
            """)
    void contentThatBreaksARuleIsRefused(String body, String words) {
        assertThat(GeminiRules.refusalOfContent(FLASH, json(body)).orElse("taken"))
                .contains(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'functionResponse':{'name':'f','response':{}}}|number of function response parts is equal
            {'functionResponse':{'name':'g','response':{}}},{'functionResponse':{'name':'f','response':{}}}|answers the function call 'f'
            {'text':'no'}|number of function response parts is equal
            {'text':'no'},{'functionResponse':{'name':'f','response':{}}},{'functionResponse':{'name':'g','response':{}}}|come before other parts
            {'functionResponse':{'name':'f','response':{}}},{'functionResponse':{'name':'g','response':'x'}}|function_response.response' (google.protobuf.Struct)
            """)
    void everyCallIsAnsweredAtOnceInOrderAndByName(String parts, String words) {
        String body = "{'contents':[" + USER + "," + CALL + ",{'role':'user','parts':[" + parts + "]}]}";
        assertThat(GeminiRules.refusalOfContent(FLASH, json(body)).orElse("taken"))
                .contains(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'name':'9f'}|Invalid function name
            {'name':'f'},{'name':'f'}|Duplicate function declaration found: f
            {'name':'f','strict':true}|Unknown name "strict" at 'tools[0].function_declarations[0]'
            {'name':'f','parameters':{'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':false}}|Unknown name "additionalProperties" at 'tools[0].function_declarations[0].parameters'
            {'name':'f','parameters':{'$schema':'x','type':'object','properties':{'a':{'type':'string'}}}}|Unknown name "$schema"
            {'name':'f','parameters':{'type':'object','properties':{'a':{'type':['string']}}}}|parameters.properties[0].value.type' (TYPE_STRING)
            {'name':'f','parameters':{'type':'object','properties':{}}}|should be non-empty for OBJECT type
            {'name':'f','parameters':{'type':'object','properties':{'a':{'type':'array'}}}}|items: missing field
            {'name':'f','parameters':{'type':'object','properties':{'a':{'type':'integer','enum':['1']}}}}|only allowed for STRING type
            {'name':'f','parameters':{'type':'object','properties':{'a':{'type':'string'}},'required':['b']}}|property is not defined: b
            {'name':'f','parameters':{'type':'object','properties':{'a':{'type':'string','format':'uri'}}}}|only 'enum' and 'date-time'
            {'name':'f','parametersJsonSchema':{'type':'object','$schema':'x'}}|keyword is not supported: $schema
            {'name':'f','parametersJsonSchema':{'type':'object','properties':{'a':{'type':'string','pattern':'x'}}}}|keyword is not supported: pattern
            {'name':'f','parametersJsonSchema':{'$ref':'#/$defs/A','description':'x'}}|beside $ref
            {'name':'f','parameters':{'type':'string'},'parametersJsonSchema':{'type':'object'}}|mutually exclusive
            """)
    void aToolThatBreaksARuleIsRefused(String declarations, String words) {
        String body = "{'contents':[" + USER + "],'tools':[{'functionDeclarations':[" + declarations + "]}]}";
        assertThat(GeminiRules.refusalOfContent(FLASH, json(body)).orElse("taken"))
                .contains(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            gemini-2.5-flash|'temperature':2.1|temperature must be in the range [0, 2]
            gemini-2.5-flash|'topP':1.1|top_p must be in the range
            gemini-2.5-flash|'frequencyPenalty':2|frequency_penalty must be in the range [-2, 2)
            gemini-2.5-flash|'candidateCount':9|candidate_count must be in the range [1, 8]
            gemini-2.5-flash|'candidateCount':1.5|'generation_config.candidate_count' (TYPE_INT32)
            gemini-2.5-flash|'seed':9999999999|'generation_config.seed' (TYPE_INT32)
            gemini-2.5-flash|'maxOutputTokens':0|max_output_tokens must be in the range
            gemini-2.5-flash|'stopSequences':['a','b','c','d','e','f']|must not exceed 5
            gemini-2.5-flash|'stopSequences':['']|must not be empty
            gemini-2.5-flash|'logprobs':3|only allowed when response_logprobs is true
            gemini-2.5-flash|'responseMimeType':'text/html'|allowed mimetypes are
            gemini-2.5-flash|'responseJsonSchema':{'type':'object'}|must be `application/json`
            gemini-2.5-flash|'responseModalities':['AUDIO']|(AUDIO) is not supported
            gemini-2.5-flash|'thinkingConfig':{'thinkingLevel':'LOW'}|Thinking level LOW is not supported
            gemini-2.5-flash|'thinkingConfig':{'thinkingBudget':24577}|choose a value between 1 and 24576
            gemini-2.5-pro|'thinkingConfig':{'thinkingBudget':0}|choose a value between 128 and 32768
            gemini-2.5-flash-lite|'thinkingConfig':{'thinkingBudget':100}|choose a value between 512 and 24576
            gemini-2.0-flash|'thinkingConfig':{'includeThoughts':true}|Thinking is not supported
            gemini-3-pro-preview|'thinkingConfig':{'thinkingLevel':'MINIMAL'}|Thinking level MINIMAL is not supported
            gemini-3-flash-preview|'thinkingConfig':{'thinkingLevel':'LOW','thinkingBudget':1}|only one of thinking budget
            gemini-3-flash-preview|'thinkingConfig':{'thinkingLevel':'NONE'}|ThinkingLevel), "NONE"
            """)
    void aSettingThatBreaksARuleIsRefused(String model, String setting, String words) {
        String body = "{'contents':[" + USER + "],'generationConfig':{" + setting + "}}";
        assertThat(GeminiRules.refusalOfContent(model, json(body)).orElse("taken"))
                .contains(words);
    }

    @Test
    void jsonBesideToolsIsForTheThirdGeneration() {
        JsonNode body = json("{'contents':[" + USER + "],'tools':[{'functionDeclarations':[{'name':'f'}]}],"
                + "'generationConfig':{'responseMimeType':'application/json'}}");
        assertThat(GeminiRules.refusalOfContent(FLASH, body).orElse("taken"))
                .contains("Function calling with a response mime type");
        assertThat(GeminiRules.refusalOfContent("gemini-3-flash-preview", body)).isEmpty();
    }

    @Test
    void aFunctionConfigNeedsItsFunctions() {
        JsonNode none = json("{'contents':[" + USER + "],'toolConfig':{'functionCallingConfig':{'mode':'ANY'}}}");
        JsonNode other = json("{'contents':[" + USER + "],'tools':[{'functionDeclarations':[{'name':'f'}]}],"
                + "'toolConfig':{'functionCallingConfig':{'mode':'ANY','allowedFunctionNames':['g']}}}");
        JsonNode auto = json("{'contents':[" + USER + "],'tools':[{'functionDeclarations':[{'name':'f'}]}],"
                + "'toolConfig':{'functionCallingConfig':{'mode':'AUTO','allowedFunctionNames':['f']}}}");
        assertThat(GeminiRules.refusalOfContent(FLASH, none).orElse("taken")).contains("without function_declarations");
        assertThat(GeminiRules.refusalOfContent(FLASH, other).orElse("taken")).contains("not among the declared");
        assertThat(GeminiRules.refusalOfContent(FLASH, auto).orElse("taken")).contains("ANY or VALIDATED");
    }

    @Test
    void theThirdGenerationWantsItsThoughtsBackUnchanged() {
        String signature = Signatures.ofCall("f", json("{'a':1}"));
        String signed = "'thoughtSignature':'" + signature + "',";
        String skip = "'thoughtSignature':'skip_thought_signature_validator',";
        String changed = "'thoughtSignature':'" + Signatures.ofCall("f", json("{'a':2}")) + "',";
        assertThat(signedBy("gemini-3-pro-preview", signed)).isEqualTo("taken");
        assertThat(signedBy("gemini-3-pro-preview", skip)).isEqualTo("taken");
        assertThat(signedBy("gemini-3-pro-preview", "")).contains("missing a thought_signature", "`default_api:f`");
        assertThat(signedBy("gemini-3-pro-preview", changed)).contains("Corrupted thought signature");
        assertThat(signedBy(FLASH, "")).isEqualTo("taken");
    }

    @Test
    void anOlderTurnNeedsNoSignature() {
        JsonNode body = json("{'contents':[" + USER + ",{'role':'model','parts':[{'functionCall':{'name':'f'}}]},"
                + "{'role':'user','parts':[{'functionResponse':{'name':'f','response':{}}}]},"
                + "{'role':'model','parts':[{'text':'so'}]}," + USER + "]}");
        assertThat(GeminiRules.refusalOfContent("gemini-3-pro-preview", body)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'requests':[]}|at most 100 requests
            {'requests':[{'model':'models/x','content':{'parts':[{'text':'a'}]}}]}|must match the model of the batch
            {'requests':[{'model':'models/gemini-embedding-001','content':{'parts':[]}}]}|content is empty
            {'requests':[{'model':'models/gemini-embedding-001','content':{'parts':[{'text':''}]}}]}|required oneof field
            {'requests':[{'model':'models/gemini-embedding-001','dimensions':3,'content':{'parts':[{'text':'a'}]}}]}|Unknown name "dimensions" at 'requests[0]'
            {'requests':[{'model':'models/gemini-embedding-001','outputDimensionality':0,'content':{'parts':[{'text':'a'}]}}]}|must be in the range
            """)
    void anEmbeddingThatBreaksARuleIsRefused(String body, String words) {
        assertThat(GeminiRules.refusalOfEmbeddings("gemini-embedding-001", json(body))
                        .orElse("taken"))
                .contains(words);
    }

    @Test
    void aBatchOfHundredIsTakenAndNoMore() {
        String one = "{'model':'models/m','content':{'parts':[{'text':'a'}]}}";
        JsonNode hundred = json("{'requests':[" + one + ("," + one).repeat(99) + "]}");
        JsonNode more = json("{'requests':[" + one + ("," + one).repeat(100) + "]}");
        assertThat(GeminiRules.refusalOfEmbeddings("m", hundred)).isEmpty();
        assertThat(GeminiRules.refusalOfEmbeddings("m", more).orElse("taken")).contains("at most 100");
    }

    private static String signedBy(String model, String signature) {
        JsonNode body = json("{'contents':[" + USER + ",{'role':'model','parts':[{" + signature
                + "'functionCall':{'name':'f','args':{'a':1}}}]},"
                + "{'role':'user','parts':[{'functionResponse':{'name':'f','response':{}}}]}]}");
        return GeminiRules.refusalOfContent(model, body).orElse("taken");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
