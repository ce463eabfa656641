package dev.tollgate.edge.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesBodyTest {
    private static final String HI = "'messages':[{'role':'user','content':'hi'}]";
    private static final String WEATHER =
            "'tools':[{'type':'function','function':{'name':'weather','parameters':{'type':'object'}}}]";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'n':2                                              | n
            'logprobs':true                                    | logprobs
            'top_logprobs':3                                   | top_logprobs
            'logit_bias':{'50256':-100}                        | logit_bias
            'audio':{'voice':'x','format':'wav'}               | audio
            'modalities':['text','audio']                      | modalities
            'functions':[{'name':'f'}]                         | functions
            'web_search_options':{}                            | web_search_options
            'tools':[{'type':'custom','custom':{'name':'c'}}]  | tools[0].type
            'response_format':{'type':'json_schema','json_schema':{'name':'x','schema':{'type':'array'}}} | response_format.json_schema.schema
            'messages':[{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'','format':'wav'}}]}] | messages[0].content[0].input_audio
            'messages':[{'role':'user','content':[{'type':'file','file':{'file_id':'f'}}]}] | messages[0].content[0].file.file_id
            'messages':[{'role':'user','content':[{'type':'file','file':{'file_data':'data:application/zip;base64,AA=='}}]}] | messages[0].content[0].file.file_data
            'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'ftp://x/y'}}]}] | messages[0].content[0].image_url.url
            'messages':[{'role':'user','content':''}]          | messages
            'reasoning_effort':'high','max_tokens':1024        | reasoning_effort
            """)
    void namesWhatCannotBeTold(String fields, String param) {
        assertThatThrownBy(() -> Asked.of(Asked.BUDGETED, fields))
                .isInstanceOfSatisfying(Untranslatable.class, refused -> assertThat(refused.param())
                        .isEqualTo(param));
    }

    @Test
    void whatIsNoMoreThanTheDefaultIsNotRefused() {
        ObjectNode body = Asked.of(
                Asked.OLD,
                "'n':1,'logprobs':false,'top_logprobs':0,'logit_bias':{},'modalities':['text'],'audio':null,"
                        + "'functions':[],'tools':[],'tool_choice':'none','response_format':{'type':'text'}");

        assertThat(body.toString())
                .isEqualTo(
                        "{\"model\":\"claude-3-5-sonnet-20241022\",\"max_tokens\":4000,\"messages\":[{\"role\":\"user\","
                                + "\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}]}");
    }

    @Test
    void hintsAreDropped() {
        ObjectNode body = Asked.of(
                Asked.OLD,
                "'seed':1,'presence_penalty':1,'frequency_penalty':-1,'prediction':{'type':'content','content':'x'},"
                        + "'verbosity':'low','store':true,'metadata':{'a':'b'},'prompt_cache_key':'k','service_tier':'flex',"
                        + "'stream_options':{'include_usage':true},'reasoning_effort':'high','x_unknown':1");

        assertThat(body.fieldNames()).toIterable().containsExactly("model", "max_tokens", "messages");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'max_tokens':7                           | 7
            'max_completion_tokens':8                | 8
            'max_tokens':7,'max_completion_tokens':8 | 8
            'max_tokens':null                        | 4000
            'x':1                                    | 4000
            """)
    void theBoundIsTheCallersElseTheModels(String fields, long bound) {
        assertThat(Asked.of(Asked.OLD, fields).get("max_tokens").asLong()).isEqualTo(bound);
    }

    @Test
    void aBoundOfOursWins() {
        assertThat(Asked.translated(Asked.OLD, HI + ",'max_tokens':100", 40L)
                        .get("max_tokens")
                        .asLong())
                .isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            claude-3-5-sonnet-20241022 | 'temperature':1.7,'top_p':0.9 | {'temperature':1,'top_p':0.9}
            claude-sonnet-4-5          | 'temperature':0.3,'top_p':0.9 | {'temperature':0.3}
            claude-sonnet-4-5          | 'top_p':0.9                   | {'top_p':0.9}
            claude-sonnet-4-5          | 'top_k':5                     | {'top_k':5}
            claude-opus-4-7            | 'temperature':0.3,'top_p':0.9,'top_k':5 | {}
            some-other-model           | 'temperature':0.3,'top_p':0.9 | {'temperature':0.3}
            claude-sonnet-4-5          | 'temperature':0.3,'top_p':0.9,'top_k':5,'reasoning_effort':'low' | {}
            claude-sonnet-4-5          | 'top_p':0.97,'reasoning_effort':'low' | {'top_p':0.97}
            """)
    void samplesAsTheModelAllows(String model, String fields, String expected) {
        ObjectNode body = Asked.of(model, fields);
        body.retain("temperature", "top_p", "top_k");

        assertThat(body).isEqualTo(Asked.json(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'stop':'END'              | ['END']
            'stop':['a','\\n',' ','b'] | ['a','b']
            """)
    void stopsThatAreBlankAreLeftOut(String fields, String expected) {
        assertThat(Asked.of(Asked.OLD, fields).get("stop_sequences")).isEqualTo(Asked.json(expected));
        assertThat(Asked.of(Asked.OLD, "'stop':'\\n'").has("stop_sequences")).isFalse();
    }

    @Test
    void theCallerIsNamedWhereTheNameFits() {
        assertThat(Asked.of(Asked.OLD, "'user':'u','safety_identifier':'s'").at("/metadata/user_id"))
                .isEqualTo(Asked.json("'s'"));
        assertThat(Asked.of(Asked.OLD, "'user':'" + "u".repeat(257) + "'").has("metadata"))
                .isFalse();
        assertThat(Asked.of(Asked.OLD, "'service_tier':'default'").get("service_tier"))
                .isEqualTo(Asked.json("'standard_only'"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'tool_choice':'auto'                                    | null
            'tool_choice':'none'                                    | {'type':'none'}
            'tool_choice':'required'                                | {'type':'any'}
            'tool_choice':{'type':'function','function':{'name':'weather'}} | {'type':'tool','name':'weather'}
            'parallel_tool_calls':false                             | {'type':'auto','disable_parallel_tool_use':true}
            'parallel_tool_calls':false,'tool_choice':'required'    | {'type':'any','disable_parallel_tool_use':true}
            'parallel_tool_calls':false,'tool_choice':'none'        | {'type':'none'}
            """)
    void choosesTools(String fields, String expected) {
        JsonNode choice = Asked.of(Asked.OLD, WEATHER + "," + fields).get("tool_choice");

        assertThat(choice == null ? Asked.json("null") : choice).isEqualTo(Asked.json(expected));
    }

    @Test
    void allowedToolsAreTheOnlyOnesTold() {
        ObjectNode body = Asked.of(
                Asked.OLD,
                "'tools':[{'type':'function','function':{'name':'a'}},{'type':'function','function':{'name':'b',"
                        + "'description':'B','strict':true,'parameters':{'properties':{}}},'cache_control':{'type':'ephemeral'}}],"
                        + "'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':[{'type':'function',"
                        + "'function':{'name':'b'}}]}}");

        assertThat(body.get("tools"))
                .isEqualTo(Asked.json("[{'name':'b','description':'B','input_schema':{'properties':{},'type':'object'},"
                        + "'cache_control':{'type':'ephemeral'}}]"));
        assertThat(body.get("tool_choice")).isEqualTo(Asked.json("{'type':'any'}"));
    }

    @Test
    void toolsOfTheHistoryAreToldWhereNoneAreGiven() {
        ObjectNode body = Asked.of(
                Asked.OLD,
                "'messages':[{'role':'user','content':'x'},{'role':'assistant','tool_calls':[{'id':'1','type':'function',"
                        + "'function':{'name':'f','arguments':'{}'}}]},{'role':'tool','tool_call_id':'1','content':'y'}]");

        assertThat(body.get("tools")).isEqualTo(Asked.json("[{'name':'f','input_schema':{'type':'object'}}]"));
        assertThat(body.get("tool_choice")).isEqualTo(Asked.json("{'type':'none'}"));
    }

    @Test
    void aModelThatCannotBeForcedIsNot() {
        assertThatThrownBy(() -> Asked.of(Asked.LATEST, WEATHER + ",'tool_choice':'required'"))
                .isInstanceOfSatisfying(Untranslatable.class, refused -> assertThat(refused.param())
                        .isEqualTo("tool_choice"));
    }

    @Test
    void aStrictSchemaIsKeptByTheProvider() {
        ObjectNode body = Asked.of(
                Asked.BUDGETED,
                "'response_format':{'type':'json_schema','json_schema':{'name':'x','strict':true,'schema':{'type':'object',"
                        + "'properties':{'n':{'type':'integer','minimum':1},'o':{'oneOf':[{'type':'object','properties':{}},"
                        + "{'type':'null'}]}},'required':['n']}}}");

        assertThat(body.at("/output_config/format"))
                .isEqualTo(Asked.json(
                        "{'type':'json_schema','schema':{'type':'object','properties':{'n':{'type':'integer'},"
                                + "'o':{'anyOf':[{'type':'object','properties':{},'additionalProperties':false},{'type':'null'}]}},"
                                + "'required':['n'],'additionalProperties':false}}"));
        assertThat(body.has("tools")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            claude-3-5-sonnet-20241022 | true
            claude-sonnet-4-5          | false
            """)
    void anotherSchemaIsTheInputOfATool(String model, boolean strict) {
        String format =
                "'response_format':{'type':'json_schema','json_schema':{'name':'x','description':'It.','strict':"
                        + strict + ",'schema':{'properties':{}}}}";

        ObjectNode alone = Asked.of(model, format);
        assertThat(alone.get("tools"))
                .isEqualTo(Asked.json(
                        "[{'name':'tollgate_json_answer','description':'Answer the user by calling this tool."
                                + " It.','input_schema':{'properties':{},'type':'object'}}]"));
        assertThat(alone.get("tool_choice"))
                .isEqualTo(
                        Asked.json("{'type':'tool','name':'tollgate_json_answer','disable_parallel_tool_use':true}"));

        ObjectNode beside = Asked.of(model, format + "," + WEATHER);
        assertThat(beside.get("tools")).hasSize(2);
        assertThat(beside.get("tool_choice")).isEqualTo(Asked.json("{'type':'any'}"));

        ObjectNode forced = Asked.of(model, format + "," + WEATHER + ",'tool_choice':'required'");
        assertThat(forced.get("tools")).hasSize(1);
    }

    @Test
    void anyObjectIsAskedForInWords() {
        ObjectNode body = Asked.of(Asked.OLD, "'response_format':{'type':'json_object'}");

        assertThat(body.at("/system/0/text").asText()).startsWith("Answer with one JSON object and nothing else");
    }

    @Test
    void streamsWhenAsked() {
        assertThat(Asked.of(Asked.OLD, "'stream':true").get("stream").asBoolean())
                .isTrue();
    }
}
