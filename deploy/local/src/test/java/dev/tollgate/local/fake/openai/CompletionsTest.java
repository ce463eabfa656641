package dev.tollgate.local.fake.openai;

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

/// Text completions and moderations.
class CompletionsTest {

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
    void everyPromptHasItsAnswersAndEveryCandidateIsPaidFor() {
        JsonNode answer = complete("'prompt':['four','four'],'max_tokens':4,'n':2,'best_of':3,'echo':true");

        assertThat(answer.get("object").asText()).isEqualTo("text_completion");
        assertThat(answer.get("choices")).hasSize(4);
        assertThat(answer.at("/choices/3/index").asInt()).isEqualTo(3);
        assertThat(answer.at("/choices/3/text").asText()).startsWith("four");
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(answer.at("/usage/prompt_tokens").asLong()).isEqualTo(2);
        assertThat(answer.at("/usage/completion_tokens").asLong()).isEqualTo(4 * 3 * 2);
    }

    @Test
    void aStreamSaysTheSameTextAndTellsUsageWhenAsked() {
        String asked = "'prompt':'a','max_tokens':20";
        List<JsonNode> frames = DemoClient.frames(client.post(
                "/v1/completions",
                "{'model':'demo-completion'," + asked + ",'stream':true,'stream_options':{'include_usage':true}}"));
        StringBuilder text = new StringBuilder();
        frames.forEach(frame -> text.append(frame.at("/choices/0/text").asText()));

        assertThat(text).hasToString(complete(asked).at("/choices/0/text").asText());
        assertThat(frames.getLast().at("/usage/total_tokens").asLong()).isPositive();
    }

    @Test
    void flagsATextThatNamesACategoryAndTellsNoUsage() {
        JsonNode answer = DemoClient.json(
                client.post("/v1/moderations", "{'model':'demo-moderation','input':['a river','pure violence']}"));

        assertThat(answer.at("/results/0/flagged").asBoolean()).isFalse();
        assertThat(answer.at("/results/1/flagged").asBoolean()).isTrue();
        assertThat(answer.at("/results/1/categories/violence").asBoolean()).isTrue();
        assertThat(answer.has("usage")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /v1/completions | 'model':'demo-completion'                                    | prompt
            /v1/completions | 'model':'demo-completion','prompt':['a',1]                   | prompt
            /v1/completions | 'model':'demo-completion','prompt':'a','logprobs':6          | logprobs
            /v1/completions | 'model':'demo-completion','prompt':'a','n':2,'best_of':1     | best_of
            /v1/completions | 'model':'demo-completion','prompt':'a','max_tokens':'1'      | max_tokens
            /v1/completions | 'model':'demo-completion','prompt':'a','stream_options':{}   | stream_options
            /v1/moderations | 'model':'demo-moderation'                                    | input
            /v1/moderations | 'model':'demo-moderation','input':[{'type':'audio'}]         | input[0].type
            /v1/moderations | 'model':'demo-moderation','input':[{'type':'image_url','image_url':{'url':'x'}}] | input[0].image_url.url
            """)
    void refusesWhatIsMalformed(String path, String fields, String param) {
        HttpResponse<String> answer = client.post(path, "{" + fields + "}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(DemoClient.json(answer).at("/error/param").asText()).isEqualTo(param);
    }

    @Test
    void refusesUnknownFieldsAndModels() {
        assertThat(client.post("/v1/completions", "{'model':'demo-completion','prompt':'a','messages':[]}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.post("/v1/completions", "{'model':'demo','prompt':'a'}")
                        .statusCode())
                .isEqualTo(404);
    }

    private static JsonNode complete(String fields) {
        HttpResponse<String> answer = client.post("/v1/completions", "{'model':'demo-completion'," + fields + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return DemoClient.json(answer);
    }
}
