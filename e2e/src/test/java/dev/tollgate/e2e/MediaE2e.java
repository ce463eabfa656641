package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is peculiar to embeddings, reranking and images: forms, sizes and units, charged to the nano-credit. What all
/// operations have in common is [OperationsE2e]'s.
class MediaE2e {
    /// `demo-embedding`: 0.1 credits per million tokens.
    private static final long NANOS_PER_EMBEDDED_TOKEN = 100;
    /// `demo-rerank`: 0.001 credits per search.
    private static final long NANOS_PER_SEARCH = 1_000_000;
    /// `demo-image`: 0.01 credits per standard image.
    private static final long NANOS_PER_IMAGE = 10_000_000;

    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);
    private final Suite.Customer customer = suite.customer(Suite.CREDIT, "");

    @ParameterizedTest
    @ValueSource(strings = {"/v1/embeddings", "/embeddings"})
    void embeddingsComeInTheFormAskedForAndAreChargedByTheToken(String path) {
        JsonNode answer = charged(
                post(path, "{'model':'demo-embedding','input':['Hello there','x'],'encoding_format':'base64'}"),
                "embeddings",
                (3 + 1) * NANOS_PER_EMBEDDED_TOKEN);
        assertThat(answer.get("model").textValue()).isEqualTo("demo-embedding");
        assertThat(answer.at("/data/0/embedding").textValue()).hasSize((512 * 4 + 2) / 3 * 4);
        assertThat(answer.at("/usage/total_tokens").longValue()).isEqualTo(4);
        JsonNode numbers = charged(
                post(path, "{'model':'demo-embedding','input':[[1,2,3],[4]],'dimensions':2}"),
                "embeddings",
                4 * NANOS_PER_EMBEDDED_TOKEN);
        assertThat(numbers.at("/data")).hasSize(2);
        assertThat(numbers.at("/data/1/embedding")).hasSize(2);
    }

    @Test
    void aRerankingIsChargedByTheSearchAndReturnsItsDocuments() {
        String documents =
                IntStream.range(0, 100).mapToObj(i -> "'word " + i + "'").collect(Collectors.joining(","));
        JsonNode answer = charged(
                post(
                        "/v1/rerank",
                        "{'model':'demo-rerank','query':'green tea','top_n':2,'return_documents':true,'documents':["
                                + documents + ",{'text':'green tea','page':7}]}"),
                "rerank",
                2 * NANOS_PER_SEARCH);
        assertThat(answer.get("results")).hasSize(2);
        assertThat(answer.at("/results/0/index").intValue()).isEqualTo(100);
        assertThat(answer.at("/results/0/document/page").intValue()).isEqualTo(7);
        assertThat(answer.at("/meta/billed_units/search_units").longValue()).isEqualTo(2);
        assertThat(answer.get("model").textValue()).isEqualTo("demo-rerank");
    }

    /// 60 documents of 1,000 tokens are 180 pieces to Cohere, which are two searches.
    @Test
    void coheresOwnCountOfSearchesWins() {
        String document = "'" + "word".repeat(1_000) + "'";
        JsonNode answer = charged(
                post(
                        "/v1/rerank",
                        "{'model':'rerank-v3.5','query':'q','documents':[" + (document + ",").repeat(59) + document
                                + "]}"),
                "rerank",
                2 * 16_666_667);
        assertThat(answer.at("/meta/billed_units/search_units").longValue()).isEqualTo(2);
    }

    @Test
    void jinaIsChargedByTheToken() {
        JsonNode answer = charged(
                post(
                        "/v1/rerank",
                        "{'model':'jina-reranker-v2-base-multilingual','query':'green tea','documents':['a','bcdef']}"),
                "rerank",
                // Three tokens of the query with each document, at 166.666667 nano-credits, rounded up once.
                1_501);
        assertThat(answer.at("/usage/total_tokens").longValue()).isEqualTo(3 + 1 + 3 + 2);
        assertThat(answer.at("/results/0").has("document")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1000",
        "',\"size\":\"256x256\"', 500",
        "',\"size\":\"1024x1024\",\"quality\":\"hd\"', 2000",
        "',\"size\":\"1792x1024\",\"quality\":\"standard\"', 2000",
    })
    void aPictureIsChargedByItsSizeAndQuality(String members, long milliImages) {
        JsonNode answer = charged(
                post("/v1/images/generations", "{'model':'demo-image','prompt':'a blue cat','n':2" + members + "}"),
                "images.generations",
                2 * milliImages * NANOS_PER_IMAGE / 1_000);
        assertThat(answer.get("data")).hasSize(2);
        assertThat(answer.at("/data/1/url").textValue()).startsWith("http");
    }

    /// 272 output tokens of a small picture at 8 credits per million, and 3 tokens of the prompt at 1.
    @Test
    void aPictureByTokensIsChargedByTheProvidersCount() {
        JsonNode answer = charged(
                post(
                        "/images/generations",
                        "{'model':'demo-image-tokens','prompt':'a blue cat','size':'1024x1024','quality':'low'}"),
                "images.generations",
                3 * 1_000 + 272 * 8_000);
        assertThat(answer.at("/data/0/b64_json").textValue()).isNotBlank();
    }

    @Test
    void aStreamOfDraftsHasNamedEvents() {
        HttpResponse<String> response = post(
                "/v1/images/generations",
                "{'model':'demo-image-tokens','prompt':'a blue cat','size':'1024x1024','quality':'low','stream':true,"
                        + "'partial_images':2}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        List<String> names = response.body()
                .lines()
                .filter(line -> line.startsWith("event:"))
                .map(line -> line.substring("event:".length()).strip())
                .toList();
        assertThat(names)
                .containsExactly(
                        "image_generation.partial_image",
                        "image_generation.partial_image",
                        "image_generation.completed");
        assertThat(response.body()).endsWith("data: [DONE]\n\n");
        assertThat(record(response).get("charge").textValue())
                .isEqualTo(Long.toString(3 * 1_000 + (272 + 2 * 100) * 8_000));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /v1/embeddings         | {'model':'demo-embedding','input':['a','']}                  | input[1]
            /v1/embeddings         | {'model':'demo','input':'a'}                                 | model
            /v1/rerank             | {'model':'demo-rerank','query':'q','documents':[]}           | documents
            /v1/rerank             | {'model':'demo-rerank','query':'q','documents':['a'],'top_n':0} | top_n
            /v1/images/generations | {'model':'demo-image','prompt':'p','n':11}                   | n
            /v1/images/generations | {'model':'demo-rerank','prompt':'p'}                         | model
            """)
    void whatIsWrongIsNamed(String path, String body, String param) {
        HttpResponse<String> response = post(path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(Suite.json(response.body()).at("/error/param").textValue()).isEqualTo(param);
    }

    /// The answer, whose record and receipt tell exactly this charge under this endpoint's name.
    private JsonNode charged(HttpResponse<String> response, String endpoint, long nanos) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode record = record(response);
        assertThat(record.get("charge").textValue()).as(record.toString()).isEqualTo(Long.toString(nanos));
        assertThat(record.get("endpoint").textValue()).isEqualTo(endpoint);
        assertThat(record.get("estimated").booleanValue()).isFalse();
        return Suite.json(response.body());
    }

    private JsonNode record(HttpResponse<String> response) {
        return books.posted(response.headers().firstValue("x-request-id").orElseThrow());
    }

    private HttpResponse<String> post(String path, String body) {
        return suite.send(HttpRequest.newBuilder(suite.edge(1).resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + customer.secret())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                .build());
    }
}
