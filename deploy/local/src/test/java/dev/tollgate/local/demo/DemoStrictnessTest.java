package dev.tollgate.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoStrictnessTest {

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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            temperature         | 2.1         | decimal_above_max_value
            temperature         | -0.1        | decimal_below_min_value
            temperature         | 'warm'      | invalid_type
            top_p               | 1.01        | decimal_above_max_value
            frequency_penalty   | -2.5        | decimal_below_min_value
            presence_penalty    | 3           | decimal_above_max_value
            n                   | 0           | integer_below_min_value
            n                   | 129         | integer_above_max_value
            n                   | 1.5         | invalid_type
            max_tokens          | 0           | integer_below_min_value
            max_tokens          | -5          | integer_below_min_value
            max_completion_tokens | 0         | integer_below_min_value
            stream              | 'yes'       | invalid_type
            stop                | ['1','2','3','4','5'] | array_above_max_length
            stop                | 7           | invalid_type
            tools               | []          | empty_array
            service_tier        | 'gold'      | invalid_value
            reasoning_effort    | 'extreme'   | invalid_value
            metadata            | {'k':1}     | invalid_value
            user                | 1           | invalid_type
            """)
    void refusesAFieldOutOfRange(String field, String value, String code) {
        HttpResponse<String> response = client.chat(body("'%s':%s".formatted(field, value)));

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = DemoClient.json(response).get("error");
        assertThat(error.get("param").asText()).isEqualTo(field);
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'messages':[{'role':'user','content':'hi'}]}  | you must provide a model parameter
            {'model':'demo'}                               | Missing required parameter: 'messages'.
            {'model':'demo','messages':[]}                 | Invalid 'messages': empty array.
            {'model':'demo','messages':[{'role':'robot','content':'hi'}]} | Invalid value: 'robot'.
            {'model':'demo','messages':[{'role':'user'}]}  | Invalid value for 'content': expected a string, got null.
            {'model':'demo','messages':[{'role':'user','content':[{'type':'smell'}]}]} | Invalid value: 'smell'.
            {'model':'demo','messages':[{'role':'tool','tool_call_id':'a','content':'x'}]} | Invalid parameter: messages with role 'tool' must be a response
            {'model':'demo','messages':[{'role':'user','content':'hi','colour':1}]} | Unknown parameter: 'messages[0].colour'.
            not json at all                                | We could not parse the JSON body
            ['an array']                                   | We could not parse the JSON body
            """)
    void refusesABrokenBody(String body, String message) {
        HttpResponse<String> response = client.chat(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(DemoClient.json(response).at("/error/message").asText()).startsWith(message);
    }

    @Test
    void refusesAnAssistantsCallsThatNobodyAnswered() {
        HttpResponse<String> response = client.chat("""
                {'model':'demo','messages':[{'role':'assistant','tool_calls':[{'id':'call_1','type':'function',
                'function':{'name':'f','arguments':'{}'}}]},{'role':'user','content':'well?'}]}""");

        assertThat(DemoClient.json(response).at("/error/message").asText()).endsWith("messages: call_1");
    }

    @Test
    void namesTheArgumentItDoesNotKnow() {
        JsonNode error = DemoClient.json(client.chat(body("'x_custom':1"))).get("error");

        assertThat(error.get("message").asText()).isEqualTo("Unrecognized request argument supplied: x_custom");
        assertThat(error.get("param").isNull()).isTrue();
        assertThat(error.get("code").isNull()).isTrue();
    }

    @Test
    void takesStreamOptionsOnlyWithStream() {
        JsonNode error = DemoClient.json(client.chat(body("'stream_options':{'include_usage':true}")))
                .get("error");

        assertThat(error.get("param").asText()).isEqualTo("stream_options");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'tools':[{'type':'function','function':{'name':'get weather'}}] | tools[0].function.name
            'tools':[{'type':'function','function':{}}]                     | tools[0].function.name
            'tools':[{'type':'gadget'}]                                     | tools[0].type
            'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'string'}}}] | tools[0].function.parameters
            'tool_choice':'auto'                                            | tool_choice
            'parallel_tool_calls':true                                      | parallel_tool_calls
            'response_format':{'type':'xml'}                                | response_format.type
            'response_format':{'type':'json_object'}                        | messages
            'top_logprobs':3                                                | top_logprobs
            'max_tokens':1,'max_completion_tokens':1                        | max_tokens
            """)
    void refusesWhatDoesNotFitTogether(String fields, String param) {
        HttpResponse<String> response = client.chat(body(fields));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(DemoClient.json(response).at("/error/param").asText()).isEqualTo(param);
    }

    @Test
    void wantsJsonByItsContentType() {
        HttpResponse<String> response = client.chatAs("text/plain", "{}");

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(DemoClient.json(response).at("/error/code").asText()).isEqualTo("unsupported_content_type");
        assertThat(client.chatAs("application/json; charset=utf-8", "{}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void acceptsAnyKeyButNoOtherForm() {
        assertThat(client.chat(body("'n':1")).statusCode()).isEqualTo(200);
        assertThat(client.chat(body("'n':1"), "Authorization", "bearer anything")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.chat(body("'n':1"), "Authorization", "Basic abc").statusCode())
                .isEqualTo(401);
    }

    @Test
    void wantsItsKeyWhenItHasOne() {
        try (DemoProvider locked = DemoProvider.start(new DemoSettings("127.0.0.1", 0, "sk-right", false))) {
            DemoClient knocking = new DemoClient(locked.baseUrl());

            assertThat(knocking.chat(body("'n':1")).statusCode()).isEqualTo(401);
            assertThat(knocking.chat(body("'n':1"), "Authorization", "Bearer sk-wrong")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(knocking.chat(body("'n':1"), "Authorization", "Bearer sk-right")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void answersUnknownModelsPathsAndMethodsAsOpenAiDoes() {
        HttpResponse<String> model = client.chat("{'model':'gpt-0','messages':[{'role':'user','content':'hi'}]}");

        assertThat(model.statusCode()).isEqualTo(404);
        assertThat(DemoClient.json(model).at("/error/code").asText()).isEqualTo("model_not_found");
        assertThat(client.get("/v1/nothing").statusCode()).isEqualTo(404);
        assertThat(client.get("/v1/chat/completions").statusCode()).isEqualTo(405);
    }

    private static String body(String fields) {
        return "{'model':'demo','messages':[{'role':'user','content':'hi'}]," + fields + "}";
    }
}
