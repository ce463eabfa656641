package dev.tollgate.edge.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.endpoint.Reading;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestReaderTest {
    private static final String USER = "{\"role\":\"user\",\"content\":\"hi\"}";
    private static final String CALLS =
            "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\"},{\"id\":\"b\"}]}";

    /// Each line stands behind a model and one message.
    @ParameterizedTest(name = "{0} is {1} at {2}")
    @CsvSource(delimiter = '|', textBlock = """
            "max_tokens":-1                                       | invalid_value              | max_tokens
            "max_tokens":0                                        | invalid_value              | max_tokens
            "max_tokens":1.5                                      | invalid_type               | max_tokens
            "max_tokens":"5"                                      | invalid_type               | max_tokens
            "max_tokens":9223372036854775808                      | invalid_value              | max_tokens
            "max_completion_tokens":0                             | invalid_value              | max_completion_tokens
            "max_tokens":5,"max_completion_tokens":-5             | invalid_value              | max_completion_tokens
            "n":0                                                 | invalid_value              | n
            "n":129                                               | invalid_value              | n
            "n":true                                              | invalid_type               | n
            "temperature":3                                       | invalid_value              | temperature
            "temperature":-0.1                                    | invalid_value              | temperature
            "temperature":"1"                                     | invalid_type               | temperature
            "temperature":1e400                                   | invalid_value              | temperature
            "x":{"deep":[0,-1e400]}                               | invalid_value              | x.deep[1]
            "top_p":1.01                                          | invalid_value              | top_p
            "frequency_penalty":-2.1                              | invalid_value              | frequency_penalty
            "presence_penalty":[]                                 | invalid_type               | presence_penalty
            "seed":1.5                                            | invalid_type               | seed
            "logit_bias":[]                                       | invalid_type               | logit_bias
            "logprobs":1                                          | invalid_type               | logprobs
            "top_logprobs":2                                      | invalid_value              | top_logprobs
            "logprobs":false,"top_logprobs":2                     | invalid_value              | top_logprobs
            "logprobs":true,"top_logprobs":21                     | invalid_value              | top_logprobs
            "stream":"true"                                       | invalid_type               | stream
            "stream_options":{"include_usage":true}               | invalid_value              | stream_options
            "stream":false,"stream_options":{}                    | invalid_value              | stream_options
            "stream":true,"stream_options":true                   | invalid_type               | stream_options
            "stream":true,"stream_options":{"include_usage":1}    | invalid_type               | stream_options.include_usage
            "stop":["a","b","c","d","e"]                          | invalid_value              | stop
            "stop":5                                              | invalid_type               | stop
            "stop":["a",null]                                     | invalid_type               | stop[1]
            "tools":{}                                            | invalid_type               | tools
            "tools":["f"]                                         | invalid_type               | tools[0]
            "tools":[{"function":{"name":"f"}}]                   | missing_required_parameter | tools[0].type
            "tools":[{"type":"function"}]                         | missing_required_parameter | tools[0].function
            "tools":[{"type":"function","function":{}}]           | missing_required_parameter | tools[0].function.name
            "tools":[{"type":"function","function":{"name":"a b"}}] | invalid_value            | tools[0].function.name
            "tools":[{"type":"function","function":{"name":""}}]  | invalid_value              | tools[0].function.name
            "tool_choice":"any"                                   | invalid_value              | tool_choice
            "tool_choice":true                                    | invalid_type               | tool_choice
            "response_format":"json"                              | invalid_type               | response_format
            "response_format":{}                                  | missing_required_parameter | response_format.type
            "response_format":{"type":"json_schema"}              | missing_required_parameter | response_format.json_schema
            "user":7                                              | invalid_type               | user
            "reasoning_effort":1                                  | invalid_type               | reasoning_effort
            "parallel_tool_calls":"no"                            | invalid_type               | parallel_tool_calls
            "metadata":[]                                         | invalid_type               | metadata
            "metadata":{"a":1}                                    | invalid_type               | metadata.a
            """)
    void refusesTheField(String field, String code, String param) {
        assertRejected(with(field), code, param);
    }

    @ParameterizedTest(name = "{0} is {1} at {2}")
    @CsvSource(delimiter = '|', textBlock = """
            7                                                     | invalid_type               | messages[0]
            {"content":"hi"}                                      | missing_required_parameter | messages[0].role
            {"role":1,"content":"hi"}                             | invalid_type               | messages[0].role
            {"role":"robot","content":"hi"}                       | invalid_value              | messages[0].role
            {"role":"user"}                                       | missing_required_parameter | messages[0].content
            {"role":"user","content":null}                        | missing_required_parameter | messages[0].content
            {"role":"system"}                                     | missing_required_parameter | messages[0].content
            {"role":"assistant"}                                  | missing_required_parameter | messages[0].content
            {"role":"assistant","tool_calls":[]}                  | missing_required_parameter | messages[0].content
            {"role":"user","content":5}                           | invalid_type               | messages[0].content
            {"role":"user","content":[]}                          | invalid_value              | messages[0].content
            {"role":"user","content":["hi"]}                      | invalid_type               | messages[0].content[0]
            {"role":"user","content":[{"text":"hi"}]}             | missing_required_parameter | messages[0].content[0].type
            {"role":"user","content":[{"type":"text"}]}           | missing_required_parameter | messages[0].content[0].text
            {"role":"user","content":[{"type":"video"}]}          | invalid_value              | messages[0].content[0].type
            {"role":"user","content":[{"type":"image_url"}]}      | missing_required_parameter | messages[0].content[0].image_url
            {"role":"user","content":[{"type":"image_url","image_url":"u"}]} | invalid_type    | messages[0].content[0].image_url
            {"role":"user","content":[{"type":"image_url","image_url":{}}]} | missing_required_parameter | messages[0].content[0].image_url.url
            {"role":"user","content":[{"type":"input_audio","input_audio":{"data":"x"}}]} | missing_required_parameter | messages[0].content[0].input_audio.format
            {"role":"tool","content":"4"}                         | missing_required_parameter | messages[0].tool_call_id
            {"role":"tool","tool_call_id":"a","content":"4"}      | invalid_value              | messages[0].tool_call_id
            {"role":"assistant","tool_calls":"f"}                 | invalid_type               | messages[0].tool_calls
            {"role":"assistant","tool_calls":[{}]}                | missing_required_parameter | messages[0].tool_calls[0].id
            {"role":"assistant","tool_calls":["f"]}               | missing_required_parameter | messages[0].tool_calls[0].id
            {"role":"assistant","tool_calls":[{"id":"a"},{"id":"a"}]} | invalid_value          | messages[0].tool_calls[1].id
            {"role":"assistant","tool_calls":[{"id":"a"}]}        | invalid_value              | messages[0].tool_calls
            """)
    void refusesTheMessage(String message, String code, String param) {
        assertRejected(withMessages(message), code, param);
    }

    @Test
    void refusesCallsThatAreAnsweredInPartOrTwice() {
        assertRejected(withMessages(CALLS + "," + answer("a")), "invalid_value", "messages[0].tool_calls");
        assertRejected(withMessages(CALLS + "," + answer("a") + "," + USER), "invalid_value", "messages[0].tool_calls");
        assertRejected(
                withMessages(CALLS + "," + answer("a") + "," + answer("a")),
                "invalid_value",
                "messages[2].tool_call_id");
    }

    @ParameterizedTest(name = "{0} is {1} at {2}")
    @CsvSource(delimiter = '|', textBlock = """
            {"messages":[{"role":"user","content":"hi"}]}         | missing_required_parameter | model
            {"model":null,"messages":[]}                          | missing_required_parameter | model
            {"model":"","messages":[]}                            | missing_required_parameter | model
            {"model":5,"messages":[]}                             | invalid_type               | model
            {"model":"m"}                                         | missing_required_parameter | messages
            {"model":"m","messages":null}                         | missing_required_parameter | messages
            {"model":"m","messages":{}}                           | invalid_type               | messages
            {"model":"m","messages":[]}                           | invalid_value              | messages
            []                                                    | invalid_json               |
            "text"                                                | invalid_json               |
            null                                                  | invalid_json               |
            5                                                     | invalid_json               |
            {                                                     | invalid_json               |
            {"model":"m"                                          | invalid_json               |
            {"model":"m                                           | invalid_json               |
            {"model":"m",}                                        | invalid_json               |
            {model:"m"}                                           | invalid_json               |
            {"model":"m"}}                                        | invalid_json               |
            {"model":NaN}                                         | invalid_json               |
            {"model":01}                                          | invalid_json               |
            {"model":"m"} x                                       | invalid_json               |
            {"model":"m"}{"model":"m"}                            | invalid_json               |
            {"model":"m","model":"n"}                             | invalid_json               |
            {"model":"m","mod\\u0065l":"n"}                       | invalid_json               |
            {"model":"m","x":{"y":[{"k":1,"k":1}]}}               | invalid_json               |
            """)
    void refusesTheBody(String body, String code, @Nullable String param) {
        assertRejected(body, code, param);
    }

    @Test
    void refusesAnEmptyBody() {
        assertRejected("", "invalid_json", null);
        assertRejected(" \n", "invalid_json", null);
    }

    @Test
    void tellsWhereTheJsonBreaks() {
        assertThat(rejected("{\"model\":\"m\",\n  \"n\": x}").message()).contains("line 2, column 8");
        assertThat(rejected("{\"model\":\"m\",\n\"model\":\"n\"}").message())
                .contains("'model'")
                .contains("line 2");
        assertThat(rejected(with("\"n\":1") + "\n x").message()).contains("line 2");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] latin = with("\"user\":\"caf\u00e9\"").getBytes(StandardCharsets.ISO_8859_1);
        assertRejected(Buffer.buffer(latin), "invalid_json", null);
        byte[] surrogate = {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'};
        assertRejected(Buffer.buffer(surrogate), "invalid_json", null);
        byte[] overlong = {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'};
        assertRejected(Buffer.buffer(overlong), "invalid_json", null);
    }

    /// ASCII in a wider encoding is made of bytes that are UTF-8 too.
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void refusesOtherUnicodeEncodings(String charset) {
        assertRejected(Buffer.buffer(with("\"n\":1").getBytes(Charset.forName(charset))), "invalid_json", null);
    }

    @Test
    void takesAHundredLevelsAndNoMore() {
        assertThat(parsed(with(nested(99)))).isNotNull();
        assertRejected(with(nested(100)), "invalid_json", null);
        assertRejected(with(nested(100_000)), "invalid_json", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"n\":null",
                "\"max_tokens\":null,\"temperature\":null,\"stream\":null,\"stream_options\":null,\"stop\":null",
                "\"tools\":null,\"tool_choice\":null,\"response_format\":null,\"metadata\":null,\"user\":null",
                "\"whatever\":{\"is\":[1,null,\"x\"]},\"safety_identifier\":7",
                "\"temperature\":2,\"top_p\":0,\"frequency_penalty\":-2,\"presence_penalty\":2.0",
                "\"n\":128,\"seed\":-9223372036854775808",
                "\"stop\":[\"a\",\"b\",\"c\",\"d\"]",
                "\"stop\":\"a\"",
                "\"stop\":[]",
                "\"logprobs\":true,\"top_logprobs\":20",
                "\"tools\":[],\"tool_choice\":\"none\"",
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a_B-9\"}},{\"type\":\"custom\"}]",
                "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}",
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\"}}",
                "\"stream\":true,\"stream_options\":{}",
                "\"metadata\":{\"a\":\"b\"}"
            })
    void takesTheField(String field) {
        assertThat(parsed(with(field)).model()).isEqualTo("m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"developer\",\"content\":\"be brief\"},{\"role\":\"user\",\"content\":\"\"}",
                "{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"x\",\"cache_control\":{}}]}",
                "{\"role\":\"function\",\"name\":\"f\",\"content\":\"4\"}",
                "{\"role\":\"assistant\",\"refusal\":\"no\"}",
                "{\"role\":\"assistant\",\"content\":null,\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}}",
                "{\"role\":\"assistant\",\"audio\":{\"id\":\"a\"}}"
            })
    void takesTheMessage(String messages) {
        assertThat(parsed(withMessages(messages)).model()).isEqualTo("m");
    }

    @Test
    void takesCallsAnsweredInAnyOrder() {
        String messages = USER + "," + CALLS + "," + answer("b") + "," + answer("a") + "," + USER;
        assertThat(parsed(withMessages(messages)).hasUnknowableInput()).isFalse();
    }

    @Test
    void readsWhatTheEdgeNeeds() {
        ChatRequest chat =
                parsed(with("\"stream\":true,\"stream_options\":{\"include_usage\":true},\"n\":3,\"max_tokens\":5,"
                        + "\"max_completion_tokens\":7"));
        assertThat(chat.stream()).isTrue();
        assertThat(chat.includeUsage()).isTrue();
        assertThat(chat.n()).isEqualTo(3);
        assertThat(chat.maxOutput()).isEqualTo(7);
        assertThat(parsed(with("\"max_tokens\":5")).maxOutput()).isEqualTo(5);
        assertThat(parsed(with("\"n\":null")).maxOutput()).isNull();
    }

    @Test
    void boundsImagesAndLeavesFilesAndAudioOpen() {
        String url = "data:image/png;base64," + "A".repeat(100_000);
        ChatRequest image = parsed(parts("{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}"));
        assertThat(image.hasUnknowableInput()).isFalse();
        assertThat(image.inputBound()).isLessThan(100_000);
        assertThat(parsed(parts("{\"type\":\"file\",\"file\":{\"file_id\":\"f\"}}"))
                        .hasUnknowableInput())
                .isTrue();
        assertThat(parsed(parts("{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"x\",\"format\":\"wav\"}}"))
                        .hasUnknowableInput())
                .isTrue();
    }

    @Test
    void sameBeginningsStickTogether() {
        String turn = USER + ",{\"role\":\"assistant\",\"content\":\"hello\"}";
        long first = parsed(withMessages(turn)).affinity();
        assertThat(parsed(withMessages(turn + "," + USER)).affinity()).isEqualTo(first);
        assertThat(parsed(withMessages(USER)).affinity()).isNotEqualTo(first);
    }

    private void assertRejected(String body, String code, @Nullable String param) {
        assertRejected(Buffer.buffer(body), code, param);
    }

    private void assertRejected(Buffer body, String code, @Nullable String param) {
        ServiceError error = rejected(body);
        assertThat(error.code().code()).isEqualTo(code);
        assertThat(error.param()).isEqualTo(param);
        assertThat(error.message()).isNotBlank();
        assertThat(error.code() == ErrorCode.INVALID_JSON).isEqualTo(code.equals("invalid_json"));
    }

    private ServiceError rejected(String body) {
        return rejected(Buffer.buffer(body));
    }

    private ServiceError rejected(Buffer body) {
        return assertThat(ChatRequests.read(body))
                .asInstanceOf(type(Reading.Rejected.class))
                .actual()
                .error();
    }

    private ChatRequest parsed(String body) {
        return ChatRequests.parsed(body);
    }

    private static String with(String fields) {
        return "{\"model\":\"m\",\"messages\":[" + USER + "]," + fields + "}";
    }

    private static String withMessages(String messages) {
        return "{\"model\":\"m\",\"messages\":[" + messages + "]}";
    }

    private static String parts(String parts) {
        return withMessages("{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}," + parts + "]}");
    }

    private static String answer(String id) {
        return "{\"role\":\"tool\",\"tool_call_id\":\"" + id + "\",\"content\":\"4\"}";
    }

    private static String nested(int arrays) {
        return "\"x\":" + "[".repeat(arrays) + "]".repeat(arrays);
    }
}
