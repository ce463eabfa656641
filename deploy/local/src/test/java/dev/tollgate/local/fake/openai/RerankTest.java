package dev.tollgate.local.fake.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.demo.DemoClient;
import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RerankTest {

    private static final String ASK = "'query':'green tea','documents':['a red car',{'text':'some tea'},'green tea!']";
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
    void sortsByTheWordsThatDocumentsShareWithTheQuery() {
        JsonNode answer = rerank(ASK);

        assertThat(answer.at("/results").findValuesAsText("index")).containsExactly("2", "1", "0");
        assertThat(answer.at("/results/0/relevance_score").asDouble()).isEqualTo(1.0);
        assertThat(answer.at("/results/1/relevance_score").asDouble()).isEqualTo(0.5);
        assertThat(answer.at("/results/2/relevance_score").asDouble()).isEqualTo(0.0);
        assertThat(answer.at("/results/1/document/text").asText()).isEqualTo("some tea");
    }

    @Test
    void countsQueryAndDocument() {
        JsonNode usage = rerank(ASK).get("usage");

        assertThat(usage.get("total_tokens").asLong()).isEqualTo((3 + 3) + (3 + 2) + (3 + 3));
        assertThat(usage.get("prompt_tokens")).isEqualTo(usage.get("total_tokens"));
    }

    @Test
    void givesTheBestFewAndLeavesTheTextOutWhenTold() {
        JsonNode answer = rerank(ASK + ",'top_n':1,'return_documents':false");

        assertThat(answer.get("results")).hasSize(1);
        assertThat(answer.at("/results/0/index").asInt()).isEqualTo(2);
        assertThat(answer.at("/results/0").has("document")).isFalse();
        assertThat(rerank(ASK + ",'top_n':99").get("results")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'query':'a'                             | documents    | missing_required_parameter
            'documents':['a']                       | query        | missing_required_parameter
            'query':'','documents':['a']            | query        | empty_string
            'query':['a'],'documents':['a']         | query        | invalid_type
            'query':'a','documents':[]              | documents    | empty_array
            'query':'a','documents':'a'             | documents    | invalid_type
            'query':'a','documents':['a',7]         | documents[1] | invalid_type
            'query':'a','documents':['a'],'top_n':0 | top_n        | integer_below_min_value
            'query':'a','documents':['a'],'return_documents':'yes' | return_documents | invalid_type
            """)
    void refusesWhatIsMalformed(String fields, String param, String code) {
        HttpResponse<String> response = client.post("/v1/rerank", "{'model':'demo-rerank'," + fields + "}");

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = DemoClient.json(response).get("error");
        assertThat(error.get("param").asText()).isEqualTo(param);
        assertThat(error.get("code").asText()).isEqualTo(code);
    }

    @Test
    void refusesUnknownFieldsAndModelsAndPlaysFaults() {
        assertThat(client.post("/v1/rerank", "{'model':'demo-rerank'," + ASK + ",'rank_fields':[]}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.post("/v1/rerank", "{'model':'demo-embedding'," + ASK + "}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.post("/v1/rerank", "{'model':'fault-429'," + ASK + "}")
                        .statusCode())
                .isEqualTo(429);
    }

    private static JsonNode rerank(String fields) {
        HttpResponse<String> response = client.post("/v1/rerank", "{'model':'demo-rerank'," + fields + "}");
        assertThat(response.statusCode()).isEqualTo(200);
        return DemoClient.json(response);
    }
}
