package dev.tollgate.local.fake.jina;

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

class JinaFakeTest {

    private static final String RERANK = "/jina/v1/rerank";
    private static final String EMBEDDINGS = "/jina/v1/embeddings";
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
    void sortsCountsTokensAndReturnsDocumentsUnlessToldNotTo() {
        JsonNode answer = DemoClient.json(client.post(RERANK, "{'model':'jina-reranker-v2'," + ASK + "}"));
        JsonNode bare = DemoClient.json(
                client.post(RERANK, "{'model':'demo-rerank'," + ASK + ",'return_documents':false,'top_n':1}"));

        assertThat(answer.at("/results").findValuesAsText("index")).containsExactly("2", "1", "0");
        assertThat(answer.at("/results/1/document/text").asText()).isEqualTo("some tea");
        assertThat(answer.at("/usage/total_tokens").asLong()).isEqualTo((3 + 3) + (3 + 2) + (3 + 3));
        assertThat(bare.at("/results")).hasSize(1);
        assertThat(bare.at("/results/0").has("document")).isFalse();
    }

    @Test
    void embedsInItsOwnWords() {
        JsonNode answer = DemoClient.json(client.post(
                EMBEDDINGS,
                "{'model':'demo-embedding','input':['Hello there','x'],'embedding_type':'base64','dimensions':2}"));

        assertThat(answer.at("/data")).hasSize(2);
        assertThat(answer.at("/data/1/embedding").asText()).hasSize(12);
        assertThat(answer.at("/usage/prompt_tokens").asLong()).isEqualTo(3 + 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            rerank     | 'max_tokens_per_doc':7                 | 422
            rerank     | 'top_n':0                              | 422
            rerank     | 'documents':[]                         | 422
            rerank     | 'documents':[7]                        | 422
            rerank     | 'query':7                              | 422
            rerank     | 'model':'other'                        | 400
            rerank     | 'model':'fault-402'                    | 402
            embeddings | 'encoding_format':'base64'             | 422
            embeddings | 'user':'u'                             | 422
            embeddings | 'input':[1,2]                          | 422
            embeddings | 'embedding_type':'hex'                 | 422
            embeddings | 'dimensions':4096                      | 422
            embeddings | 'model':'other'                        | 400
            """)
    void refusesInItsOwnWords(String endpoint, String member, int status) {
        String body = endpoint.equals("rerank")
                ? "{'model':'demo-rerank'," + ASK + "," + member + "}"
                : "{'model':'demo-embedding','input':'x'," + member + "}";
        HttpResponse<String> answer = client.post("/jina/v1/" + endpoint, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(DemoClient.json(answer).get("detail").toString()).isNotBlank();
    }
}
