package dev.tollgate.local.fake.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import dev.tollgate.local.demo.DemoClient;
import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What chat does beyond plain text: sound, files, schemas, custom tools, thinking.
class ChatTest {

    private static final String SOUND = Base64.getEncoder().encodeToString(new byte[4_800]);
    private static DemoProvider provider;
    private static DemoClient client;

    @BeforeAll
    static void start() {
        provider = DemoProvider.start(DemoSettings.onFreePort());
        client = new DemoClient(provider.baseUrl());
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @Test
    void hearsSoundAndReadsFiles() {
        JsonNode answer = ask(
                "[{'type':'text','text':'hear'},{'type':'input_audio','input_audio':{'data':'" + SOUND
                        + "','format':'wav'}},{'type':'file','file':{'filename':'a.pdf','file_data':"
                        + "'data:application/pdf;base64,QUJDREVGR0hJSktMTU5PUA=='}}]",
                "");

        assertThat(answer.at("/choices/0/message/content").asText())
                .isEqualTo("You said: hear (and sent 4800 bytes of sound) (and sent 1 file)");
        assertThat(answer.at("/usage/prompt_tokens_details/audio_tokens").asLong())
                .isEqualTo(3);
        assertThat(answer.at("/usage/prompt_tokens").asLong()).isEqualTo(1 + 4 + 3 + 3 + 100 + 1);
    }

    @Test
    void speaksWithATranscript() {
        JsonNode answer = ask("'hello'", ",'modalities':['text','audio'],'audio':{'voice':'alloy','format':'wav'}");
        JsonNode message = answer.at("/choices/0/message");
        byte[] sound = Base64.getDecoder().decode(message.at("/audio/data").asText());

        assertThat(message.get("content").isNull()).isTrue();
        assertThat(message.at("/audio/transcript").asText()).isEqualTo("You said: hello");
        assertThat(message.at("/audio/expires_at").asLong()).isPositive();
        assertThat(sound).hasSize(44 + 3 * 9_600).startsWith('R', 'I', 'F', 'F');
        assertThat(answer.at("/usage/completion_tokens_details/audio_tokens").asLong())
                .isEqualTo(12);
        assertThat(answer.at("/usage/completion_tokens").asLong()).isEqualTo(12 + 4);
    }

    @Test
    void streamsSoundWordByWord() {
        List<JsonNode> frames = DemoClient.frames(client.chat(body(
                "'hello'", ",'stream':true,'modalities':['text','audio'],'audio':{'voice':'alloy','format':'pcm16'}")));
        List<JsonNode> sounds = frames.stream()
                .map(frame -> frame.at("/choices/0/delta/audio"))
                .filter(JsonNode::isObject)
                .toList();

        assertThat(sounds).hasSize(4);
        assertThat(sounds.stream()
                        .map(sound -> sound.path("transcript").asText())
                        .collect(Collectors.joining()))
                .isEqualTo("You said: hello");
        assertThat(Base64.getDecoder().decode(sounds.getFirst().get("data").asText()))
                .hasSize(9_600);
        assertThat(sounds.getLast().get("expires_at").asLong()).isPositive();
        assertThat(sounds.stream().map(sound -> sound.get("id").asText()).distinct())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{'type':'input_audio','input_audio':{'data':'QQ==','format':'ogg'}}] | messages[0].content[0].input_audio.format
            [{'type':'input_audio','input_audio':{'format':'wav'}}]               | messages[0].content[0].input_audio.data
            [{'type':'input_audio','input_audio':{'data':'%','format':'wav'}}]    | messages[0].content[0].input_audio.data
            [{'type':'file','file':{}}]                                           | messages[0].content[0].file.file_id
            [{'type':'file','file':{'file_data':'data:a/b;base64,QQ=='}}]         | messages[0].content[0].file.filename
            [{'type':'file','file':{'filename':'a','file_data':'QQ=='}}]          | messages[0].content[0].file.file_data
            [{'type':'refusal','refusal':'no'}]                                   | messages[0].content[0].type
            """)
    void refusesPartsThatOpenAiRefuses(String content, String param) {
        HttpResponse<String> answer = client.chat(body(content, ""));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(DemoClient.json(answer).at("/error/param").asText()).isEqualTo(param);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'modalities':['text','audio']                                            | audio
            'modalities':['smell']                                                   | modalities[0]
            'modalities':[]                                                          | modalities
            'modalities':['audio'],'audio':{'format':'wav'}                          | audio.voice
            'modalities':['audio'],'audio':{'voice':'alloy','format':'wma'}          | audio.format
            'stream':true,'modalities':['audio'],'audio':{'voice':'alloy','format':'wav'} | audio.format
            """)
    void refusesSoundThatOpenAiRefuses(String fields, String param) {
        HttpResponse<String> answer = client.chat(body("'hi'", "," + fields));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(DemoClient.json(answer).at("/error/param").asText()).isEqualTo(param);
    }

    @Test
    void takesPicturesFromUsersOnly() {
        HttpResponse<String> answer = client.chat("{'model':'demo','messages':[{'role':'system','content':"
                + "[{'type':'image_url','image_url':{'url':'https://example.com/a.png'}}]}]}");

        assertThat(DemoClient.json(answer).at("/error/message").asText())
                .isEqualTo("Invalid value: 'image_url'. Supported values are: 'text'.");
    }

    @Test
    void tellsItsThinkingBeforeTheAnswer() {
        String fields = ",'reasoning_effort':'high'";
        JsonNode plain = DemoClient.json(client.chat(body("'hi'", fields).replace("'demo'", "'demo-reasoning'")));
        List<JsonNode> frames = DemoClient.frames(
                client.chat(body("'hi'", fields + ",'stream':true").replace("'demo'", "'demo-reasoning'")));
        String thinking = plain.at("/choices/0/message/reasoning_content").asText();

        assertThat(thinking).isEqualTo("The user said something; I repeat it, with high effort.");
        assertThat(join(frames, "reasoning_content")).isEqualTo(thinking);
        assertThat(frames.get(1).at("/choices/0/delta").has("reasoning_content"))
                .isTrue();
        assertThat(plain.at("/usage/completion_tokens_details/reasoning_tokens").asLong())
                .isEqualTo(1_024);
        assertThat(ask("'hi'", "").at("/choices/0/message").has("reasoning_content"))
                .isFalse();
    }

    @Test
    void callsCustomToolsWithText() {
        String tools = ",'tools':[{'type':'custom','custom':{'name':'run_code'}}],'tool_choice':'required'";
        JsonNode call = ask("'do it'", tools).at("/choices/0/message/tool_calls/0");
        List<JsonNode> frames = DemoClient.frames(client.chat(body("'do it'", tools + ",'stream':true")));
        String streamed = frames.stream()
                .map(frame ->
                        frame.at("/choices/0/delta/tool_calls/0/custom/input").asText(""))
                .collect(Collectors.joining());

        assertThat(call.get("type").asText()).isEqualTo("custom");
        assertThat(call.at("/custom/name").asText()).isEqualTo("run_code");
        assertThat(call.at("/custom/input").asText()).isEqualTo("do it").isEqualTo(streamed);
    }

    @Test
    void callsOnlyWhatIsAllowed() {
        String tools = ",'tools':[{'type':'function','function':{'name':'one'}},{'type':'function','function':"
                + "{'name':'two'}}],'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':"
                + "[{'type':'function','function':{'name':'two'}}]}}";

        assertThat(ask("'go'", tools)
                        .at("/choices/0/message/tool_calls/0/function/name")
                        .asText())
                .isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'object','properties':{'a':{'type':'integer','minimum':5,'maximum':6,'multipleOf':3}}}",
                "{'type':'object','properties':{'a':{'type':'number','exclusiveMinimum':0,'maximum':1}}}",
                "{'type':'object','properties':{'a':{'type':'integer','maximum':-4}}}",
                "{'type':'object','properties':{'a':{'type':'string','format':'date-time'},'b':{'type':'string','format':'uuid'}}}",
                "{'type':'object','properties':{'a':{'type':'string','minLength':7,'maxLength':9},'b':{'type':'string','maxLength':2}}}",
                "{'type':'object','properties':{'a':{'type':'string','pattern':'^[A-Z]{2,3}$'},'b':{'type':'string','pattern':'^\\\\d{4}$'}}}",
                "{'type':'object','properties':{'a':{'type':'array','items':{'type':'string'},'minItems':3,'uniqueItems':true}}}",
                "{'type':'object','properties':{'a':{'type':'array','prefixItems':[{'type':'string'},{'type':'boolean'}],'items':false}}}",
                "{'type':'object','properties':{'a':{'type':['null','string']},'b':{'enum':[3,4]},'c':{'const':'x'}},'required':['a','c']}",
                "{'type':'object','properties':{'a':{'anyOf':[{'type':'null'},{'$ref':'#/$defs/n'}]},'b':{'$ref':'#/$defs/n'}},'$defs':{'n':{'type':'object','properties':{'v':{'type':'integer'}},'required':['v']}}}",
                "{'allOf':[{'type':'object','properties':{'a':{'type':'string'}},'required':['a']},{'type':'object','properties':{'b':{'type':'integer'}},'required':['b']}]}"
            })
    void writesJsonThatValidatesAgainstTheSchema(String schema) {
        JsonNode answer = ask(
                "'hi'", ",'response_format':{'type':'json_schema','json_schema':{'name':'s','schema':" + schema + "}}");
        Validator.Result result = new ValidatorFactory()
                .withJsonNodeFactory(new JacksonNode.Factory())
                .validate(
                        schema.replace('\'', '"'),
                        answer.at("/choices/0/message/content").asText());

        assertThat(result.isValid())
                .as(answer.at("/choices/0/message/content").asText())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'object','properties':{'a':{'type':'string'}},'required':['a']} | 'additionalProperties' is required
            {'type':'object','properties':{},'additionalProperties':true} | 'additionalProperties' is required
            {'type':'object','properties':{'a':{'type':'string'}},'required':[],'additionalProperties':false} | Missing 'a'.
            {'type':'object','properties':{'a':{'type':'array','items':{'type':'object'}}},'required':['a'],'additionalProperties':false} | In context=('items')
            """)
    void refusesAnOpenSchemaWhereStrictnessIsAsked(String schema, String told) {
        String strict = ",'response_format':{'type':'json_schema','json_schema':{'name':'s','strict':true,'schema':"
                + schema + "}}";
        String tool =
                ",'tools':[{'type':'function','function':{'name':'f','strict':true,'parameters':" + schema + "}}]";

        assertThat(message(strict))
                .startsWith("Invalid schema for response_format 's'")
                .contains(told);
        assertThat(message(tool)).startsWith("Invalid schema for function 'f'").contains(told);
        assertThat(client.chat(body("'hi'", strict.replace("true", "false"))).statusCode())
                .isEqualTo(200);
    }

    @Test
    void tellsLogprobsOfEachChoice() {
        JsonNode answer = ask("'hi'", ",'n':2,'logprobs':true,'top_logprobs':2");

        assertThat(answer.at("/choices/1/logprobs/content/0/token").asText()).isEqualTo("You");
        assertThat(answer.at("/choices/1/logprobs/content/0/bytes").toString()).isEqualTo("[89,111,117]");
        assertThat(answer.at("/choices/1/logprobs/content/0/top_logprobs")).hasSize(2);
    }

    private static String message(String fields) {
        HttpResponse<String> answer = client.chat(body("'hi'", fields));
        assertThat(answer.statusCode()).isEqualTo(400);
        return DemoClient.json(answer).at("/error/message").asText();
    }

    private static String join(List<JsonNode> frames, String field) {
        return frames.stream()
                .map(frame -> frame.at("/choices/0/delta/" + field).asText(""))
                .collect(Collectors.joining());
    }

    private static JsonNode ask(String content, String fields) {
        HttpResponse<String> answer = client.chat(body(content, fields));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return DemoClient.json(answer);
    }

    private static String body(String content, String fields) {
        return "{'model':'demo','messages':[{'role':'user','content':" + content + "}]" + fields + "}";
    }
}
