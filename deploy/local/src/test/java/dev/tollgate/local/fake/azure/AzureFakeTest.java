package dev.tollgate.local.fake.azure;

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
import org.junit.jupiter.params.provider.ValueSource;

class AzureFakeTest {
    private static final String NOW = "/azure/openai/v1";
    private static final String OF_DEPLOYMENT = "/azure/openai/deployments/demo";
    private static final String VERSION = "?api-version=2024-10-21";
    private static final String CHAT = "/chat/completions";
    private static final String HELLO = "{'model':'demo','messages':[{'role':'user','content':'Hello'}]}";
    private static final String[] KEY = {"api-key", "sk-right"};

    private static DemoProvider provider;
    private static DemoClient client;

    @BeforeAll
    static void start() {
        provider = DemoProvider.start(new DemoSettings("127.0.0.1", 0, "sk-right", false));
        client = new DemoClient(provider.baseUrl());
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {NOW + CHAT, OF_DEPLOYMENT + CHAT + VERSION})
    void answersAtEitherAddress(String address) {
        JsonNode answer = DemoClient.json(client.post(address, HELLO, KEY));

        assertThat(answer.at("/choices/0/message/content").asText()).isNotBlank();
        assertThat(answer.at("/choices/0/content_filter_results/hate/severity").asText())
                .isEqualTo("safe");
        assertThat(answer.at("/prompt_filter_results")).hasSize(1);
    }

    @Test
    void aStreamBeginsWithTheJudgementOfThePrompt() {
        List<JsonNode> frames = DemoClient.frames(client.post(
                NOW + CHAT, "{'model':'demo','stream':true,'messages':[{'role':'user','content':'Hello'}]}", KEY));

        assertThat(frames.getFirst().path("choices")).isEmpty();
        assertThat(frames.getFirst().has("prompt_filter_results")).isTrue();
        assertThat(frames.get(1).at("/choices/0").has("content_filter_results")).isTrue();
    }

    @Test
    void servesOpenAisOtherEndpointsButReranking() {
        String embed = "{'model':'demo-embedding','input':'Hello'}";

        assertThat(client.post(NOW + "/embeddings", embed, KEY).statusCode()).isEqualTo(200);
        assertThat(client.post(OF_DEPLOYMENT + "/embeddings" + VERSION, embed, KEY)
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.post(NOW + "/rerank", "{'model':'demo-rerank','query':'q','documents':['d']}", KEY)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void wantsTheKeyInItsOwnHeaderAlone() {
        for (String[] headers : new String[][] {
            {},
            {"api-key", "sk-wrong"},
            {"Authorization", "Bearer sk-right"},
            {"api-key", "sk-right", "Authorization", "Bearer sk-right"}
        }) {
            HttpResponse<String> refused = client.post(NOW + CHAT, HELLO, headers);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(DemoClient.json(refused).at("/error/code").asText()).isEqualTo("401");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?api-version=latest", "?version=2024-10-21"})
    void whereADeploymentIsNamedTheVersionMustBe(String query) {
        assertThat(client.post(OF_DEPLOYMENT + CHAT + query, HELLO, KEY).statusCode())
                .isEqualTo(404);
    }

    @Test
    void itsFilterStopsSomePrompts() {
        HttpResponse<String> refused =
                client.post(NOW + CHAT, HELLO.replace("Hello", "Tell me " + AzureChat.FILTERED), KEY);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(DemoClient.json(refused).at("/error/code").asText()).isEqualTo("content_filter");
    }

    @Test
    void isAsStrictAsOpenAiAboutTheRest() {
        HttpResponse<String> refused = client.post(NOW + CHAT, HELLO.replace("'model'", "'x_unknown':1,'model'"), KEY);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(DemoClient.json(refused).at("/error/message").asText()).contains("x_unknown");
    }
}
