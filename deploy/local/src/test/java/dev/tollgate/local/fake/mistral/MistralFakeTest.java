package dev.tollgate.local.fake.mistral;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.demo.DemoClient;
import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MistralFakeTest {
    private static final String CHAT = "/mistral/v1/chat/completions";
    private static final String EMBEDDINGS = "/mistral/v1/embeddings";
    private static final String USER = "{'role':'user','content':'a'}";

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
            {'role':'user','content':'a'} | ,'x_unknown':1                       | 422 | extra_forbidden
            {'role':'user','content':'a'} | ,'seed':1                            | 422 | extra_forbidden
            {'role':'user','content':'a'} | ,'stream_options':{}                 | 422 | extra_forbidden
            {'role':'user','content':'a'} | ,'max_completion_tokens':1           | 422 | extra_forbidden
            {'role':'user','content':'a','name':'n'} | ``                        | 422 | extra_forbidden
            {'role':'developer','content':'a'} | ``                              | 422 | extra_forbidden
            {'role':'user','content':'a'} | ,'temperature':1.6                   | 400 | 1.5
            {'role':'user','content':'a'} | ,'temperature':0,'top_p':0.5         | 400 | greedy
            {'role':'user','content':'a'} | ,'random_seed':-1                    | 400 | greater than or equal to 0
            {'role':'user','content':'a'} | ,'tool_choice':'some'                | 400 | Input should be
            {'role':'user','content':'a'} | ,'tools':[{'type':'function','function':{'name':'f'}}] | 400 | Field required
            {'role':'user','content':'a'},{'role':'system','content':'b'} | ``   | 400 | Unexpected role 'system'
            {'role':'user','content':'a'},{'role':'assistant','content':'b'} | `` | 400 | Expected last role
            {'role':'user','content':'a'},{'role':'assistant','content':''} | `` | 400 | Assistant message must have
            {'role':'user','content':'a'},{'role':'assistant','content':'','tool_calls':[{'id':'call_1'}]},{'role':'tool','tool_call_id':'call_1','content':'r'} | `` | 400 | with a length of 9
            """)
    void refusesWhatTheRealOneRefuses(String messages, String fields, int status, String message) {
        HttpResponse<String> answer = chat("demo", messages, fields);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(message);
    }

    @Test
    void aToolIsAnsweredToByTheModelFirst() {
        String called = USER + ",{'role':'assistant','content':'','tool_calls':[{'id':'D681PevKs','function':"
                + "{'name':'f','arguments':'{}'}}]},{'role':'tool','tool_call_id':'D681PevKs','content':'r'}";

        assertThat(chat("demo", called, "").statusCode()).isEqualTo(200);
        assertThat(chat("demo", called + "," + USER, "").body()).contains("after role 'tool'");
    }

    @Test
    void thoughtsArePartsOfTheContent() {
        JsonNode answer = DemoClient.json(chat("demo-reasoning", USER, ""));

        assertThat(answer.at("/choices/0/message/content/0/type").asText()).isEqualTo("thinking");
        assertThat(answer.at("/choices/0/message/content/1/type").asText()).isEqualTo("text");
        assertThat(answer.at("/choices/0/message").has("reasoning_content")).isFalse();
    }

    @Test
    void callsHaveShortIdsAndNoType() {
        String tools = ",'tool_choice':'any','tools':[{'type':'function','function':{'name':'f','parameters':{}}}]";
        JsonNode call = DemoClient.json(chat("demo", USER, tools)).at("/choices/0/message/tool_calls/0");

        assertThat(call.path("id").asText()).matches("[a-zA-Z0-9]{9}");
        assertThat(call.has("type")).isFalse();
    }

    @Test
    void usageComesWithTheLastChoiceOfAStream() {
        List<JsonNode> frames = DemoClient.frames(chat("demo", USER, ",'stream':true"));

        assertThat(frames.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(frames.getLast().at("/usage/prompt_tokens").asLong()).isPositive();
    }

    @Test
    void aModelThatIsNotThereIsABadRequest() {
        HttpResponse<String> answer = chat("no-such-model", USER, "");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(DemoClient.json(answer).path("type").asText()).isEqualTo("invalid_model");
    }

    @Test
    void embedsTextsAndNothingElse() {
        JsonNode answer = DemoClient.json(
                client.post(EMBEDDINGS, "{'model':'mistral-embed','input':['Hello there','x'],'output_dimension':2}"));

        assertThat(answer.at("/data/1/embedding")).hasSize(2);
        assertThat(answer.at("/usage/prompt_tokens").asLong()).isEqualTo(3 + 1);
        assertThat(client.post(EMBEDDINGS, "{'model':'mistral-embed','input':[[1,2]]}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(client.post(EMBEDDINGS, "{'model':'mistral-embed','input':'x','dimensions':2}")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void judgesTextsAndFlagsNone() {
        JsonNode answer = DemoClient.json(
                client.post("/mistral/v1/moderations", "{'model':'mistral-moderation-2411','input':['health','x']}"));

        assertThat(answer.at("/results/0/categories/health").asBoolean()).isTrue();
        assertThat(answer.at("/results/1/categories/health").asBoolean()).isFalse();
        assertThat(answer.at("/results/0").has("flagged")).isFalse();
        assertThat(client.post(
                                "/mistral/v1/moderations",
                                "{'model':'mistral-moderation-2411','input':[{'type':'text'}]}")
                        .statusCode())
                .isEqualTo(422);
    }

    private static HttpResponse<String> chat(String model, String messages, String fields) {
        return client.post(CHAT, "{'model':'" + model + "','messages':[" + messages + "]" + fields + "}");
    }
}
