package dev.tollgate.local.fake.kin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// DeepSeek and Moonshot as they are played here: what they refuse, and how they tell usage.
class KinFakesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEEPSEEK = "/deepseek/v1/chat/completions";
    private static final String MOONSHOT = "/moonshot/v1/chat/completions";
    private static final String CALLED = "{'role':'user','content':'a'},{'role':'assistant','content':'','tool_calls':"
            + "[{'id':'c','type':'function','function':{'name':'f','arguments':'{}'}}]},"
            + "{'role':'tool','tool_call_id':'c','content':'r'}";

    private static DemoProvider provider;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        provider = DemoProvider.start(DemoSettings.onFreePort());
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        provider.close();
        client.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            deepseek | demo           | {'role':'developer','content':'a'}              | `` | 422 | unknown variant
            deepseek | demo           | {'role':'user','content':[{'type':'text'}]}     | `` | 422 | invalid type: sequence
            deepseek | demo           | {'role':'user','content':'a'}                   | ,'n':2 | 400 | n = 1
            deepseek | demo           | {'role':'user','content':'a'}                   | ,'max_tokens':9000 | 400 | [1, 8192]
            deepseek | demo           | {'role':'user','content':'a'}                   | ,'response_format':{'type':'json_schema'} | 400 | unavailable now
            deepseek | demo           | {'role':'user','content':'a'}                   | ,'response_format':{'type':'json_object'} | 400 | the word 'json'
            deepseek | demo-reasoning | {'role':'user','content':'a'}                   | ,'logprobs':true | 400 | logprobs
            deepseek | demo-reasoning | {'role':'user','content':'a'}                   | ,'tool_choice':'required' | 400 | tool_choice
            deepseek | demo-reasoning | {'role':'user','content':'a'},{'role':'user','content':'b'} | `` | 400 | successive
            deepseek | demo           | {'role':'user','content':'a'},{'role':'assistant','content':''} | `` | 400 | must be set
            deepseek | demo           | {'role':'user','content':'a'},{'role':'tool','tool_call_id':'x','content':'r'} | `` | 400 | preceding message
            moonshot | demo           | {'role':'developer','content':'a'}              | `` | 400 | invalid role
            moonshot | demo           | {'role':'user','content':''}                    | `` | 400 | must not be empty
            moonshot | demo           | {'role':'user','content':'a'}                   | ,'temperature':1.5 | 400 | [0, 1]
            moonshot | demo           | {'role':'user','content':'a'}                   | ,'temperature':0.1,'n':2 | 400 | invalid n
            moonshot | kimi-k2.5      | {'role':'user','content':'a'}                   | ,'temperature':0.5 | 400 | only 1 is allowed
            moonshot | demo           | {'role':'user','content':'a'}                   | ,'logprobs':true | 400 | logprobs
            moonshot | demo           | {'role':'user','content':'a'}                   | ,'tool_choice':'required' | 400 | tool_choice
            moonshot | kimi-k2.5      | {'role':'user','content':[{'type':'image_url','image_url':{'url':'https://x'}}]} | `` | 400 | image url
            moonshot | demo           | {'role':'user','content':[{'type':'text','text':'a'}]} | `` | 400 | must be a string
            """)
    void refusesWhatTheRealOneRefuses(
            String kind, String model, String messages, String fields, int status, String message) {
        HttpResponse<String> answer = ask(kind.equals("deepseek") ? DEEPSEEK : MOONSHOT, model, messages, fields);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer.body()).at("/error/message").asText()).contains(message);
    }

    @Test
    void wantsThoughtsBackWithCallsOfThoseThatThink() {
        assertThat(ask(DEEPSEEK, "demo-reasoning", CALLED, "").body()).contains("Missing `reasoning_content`");
        assertThat(ask(MOONSHOT, "demo-reasoning", CALLED, "").body()).contains("reasoning_content is missing");
        String kept = CALLED.replace("'content':'',", "'content':'','reasoning_content':'t',");
        assertThat(ask(DEEPSEEK, "demo-reasoning", kept, "").statusCode()).isEqualTo(200);
        assertThat(ask(MOONSHOT, "demo-reasoning", kept, "").statusCode()).isEqualTo(200);
        String elsewhere = "{'role':'user','content':'a'},{'role':'assistant','content':'b','reasoning_content':'t'},"
                + "{'role':'user','content':'c'}";
        assertThat(ask(DEEPSEEK, "demo-reasoning", elsewhere, "").body()).contains("Please remove it");
    }

    @Test
    void deepSeekKeepsConnectionsAliveAndTellsHits() {
        String user = "{'role':'user','content':'Say [cached:5] this'}";
        HttpResponse<String> whole = ask(DEEPSEEK, "demo", user, "");
        assertThat(whole.body()).startsWith("\n\n{");
        assertThat(json(whole.body()).at("/usage/prompt_cache_hit_tokens").asLong())
                .isEqualTo(5);
        HttpResponse<String> stream =
                ask(DEEPSEEK, "demo", user, ",'stream':true,'stream_options':{'include_usage':true}");
        assertThat(stream.body())
                .startsWith(": keep-alive\n\n")
                .endsWith("data: [DONE]\n\n")
                .contains("\"choices\":[],\"usage\"");
    }

    @Test
    void moonshotTellsUsageInItsLastChoice() {
        String body = ask(MOONSHOT, "demo", "{'role':'user','content':'hi'}", ",'stream':true")
                .body();

        assertThat(body).contains("\"finish_reason\":\"stop\",\"usage\":{").doesNotContain("\"choices\":[]");
    }

    @Test
    void deepSeekAnswersByASchemaThatItIsToldInWords() {
        String told =
                "{'role':'system','content':'Answer. JSON Schema:\\n{\\\"type\\\":\\\"object\\\",\\\"properties\\\":"
                        + "{\\\"city\\\":{\\\"type\\\":\\\"string\\\"}}}'},{'role':'user','content':'a'}";
        String content = json(ask(DEEPSEEK, "demo", told, ",'response_format':{'type':'json_object'}")
                        .body())
                .at("/choices/0/message/content")
                .asText();

        assertThat(content).isEqualTo("{\"city\":\"Paris\"}");
    }

    @ParameterizedTest
    @CsvSource({"fault-401,401", "fault-402,402", "fault-429,429", "fault-500,500"})
    void faultsAreInItsOwnWords(String model, int status) {
        HttpResponse<String> answer = ask(MOONSHOT, model, "{'role':'user','content':'a'}", "");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer.body()).path("error").has("param")).isFalse();
    }

    private static HttpResponse<String> ask(String path, String model, String messages, String fields) {
        String body = "{'model':'" + model + "','messages':[" + messages + "]" + fields + "}";
        HttpRequest request = HttpRequest.newBuilder(provider.baseUrl().resolve(path))
                .header("content-type", "application/json")
                .header("authorization", "Bearer k")
                .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
