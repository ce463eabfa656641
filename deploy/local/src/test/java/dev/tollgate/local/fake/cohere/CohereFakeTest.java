package dev.tollgate.local.fake.cohere;

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

class CohereFakeTest {

    private static final String PATH = "/cohere/v2/rerank";
    private static final String ASK = "'query':'green tea','documents':['a red car','some tea','green tea!']";
    private static final String EMBED = "/cohere/v2/embed";
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
    void sortsAndBillsASearchAndReturnsNoDocuments() {
        JsonNode answer = DemoClient.json(client.post(PATH, "{'model':'demo-rerank'," + ASK + ",'top_n':2}"));

        assertThat(answer.at("/results").findValuesAsText("index")).containsExactly("2", "1");
        assertThat(answer.at("/results/0").has("document")).isFalse();
        assertThat(answer.at("/meta/billed_units/search_units").asLong()).isEqualTo(1);
        assertThat(answer.has("usage")).isFalse();
    }

    /// 60 documents of 1,000 tokens, each read in three pieces with the query.
    @Test
    void billsALongDocumentAsSeveral() {
        String document = "'" + "word".repeat(1_000) + "'";
        String body = "{'model':'rerank-v3.5','query':'q','documents':[" + (document + ",").repeat(59) + document + "]";

        JsonNode answer = DemoClient.json(client.post(PATH, body + "}"));
        JsonNode cut = DemoClient.json(client.post(PATH, body + ",'max_tokens_per_doc':400}"));

        assertThat(answer.at("/meta/billed_units/search_units").asLong()).isEqualTo(2);
        assertThat(cut.at("/meta/billed_units/search_units").asLong()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'return_documents':true                  | 422
            'rank_fields':['text']                   | 422
            'max_chunks_per_doc':3                   | 422
            'top_n':0                                | 400
            'max_tokens_per_doc':0                   | 400
            'query':''                               | 400
            'documents':[]                           | 400
            'documents':[{'text':'x'}]               | 400
            'model':'other'                          | 404
            'model':'fault-503'                      | 503
            'model':'fault-429'                      | 429
            """)
    void refusesInItsOwnWords(String member, int status) {
        String body = "{'model':'demo-rerank'," + ASK + "," + member + "}";
        HttpResponse<String> answer = client.post(PATH, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(DemoClient.json(answer).get("message").asText()).isNotBlank();
    }

    @Test
    void embedsByTypeAndBillsTokens() {
        String ask = "{'model':'embed-v4.0','input_type':'search_query','texts':['Hello there','x']";
        JsonNode answer =
                DemoClient.json(client.post(EMBED, ask + ",'embedding_types':['base64'],'output_dimension':256}"));

        assertThat(answer.at("/embeddings/base64")).hasSize(2);
        assertThat(answer.at("/embeddings/base64/0").asText()).hasSize(256 * 4 * 4 / 3 + 3);
        assertThat(answer.at("/meta/billed_units/input_tokens").asLong()).isEqualTo(3 + 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'texts':['a']                                                     | 400
            'input_type':'search_query','texts':[]                            | 400
            'input_type':'search_query','texts':[[1,2]]                       | 422
            'input_type':'search_query','texts':['a'],'input':'a'             | 422
            'input_type':'search_query','texts':['a'],'dimensions':256        | 422
            'input_type':'search_query','texts':['a'],'output_dimension':7    | 400
            'input_type':'search_query','texts':['a'],'embedding_types':['x'] | 400
            'input_type':'search_query','texts':['a'],'truncate':'no'         | 400
            """)
    void refusesToEmbedWhatItDoesNotKnow(String members, int status) {
        assertThat(client.post(EMBED, "{'model':'demo-embedding'," + members + "}")
                        .statusCode())
                .isEqualTo(status);
    }

    @Test
    void tellsNoUnitsWhenScripted() {
        JsonNode answer = DemoClient.json(client.post(PATH, "{'model':'fault-no-usage'," + ASK + "}"));

        assertThat(answer.at("/results")).hasSize(3);
        assertThat(answer.has("meta")).isFalse();
    }
}
