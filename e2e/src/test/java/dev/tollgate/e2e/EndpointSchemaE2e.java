package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The answers and events of the endpoints beside chat are as OpenAI publishes them.
class EndpointSchemaE2e {
    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final String IMAGES = "/v1/images/generations";

    private final Caller caller = Caller.rich();

    @ParameterizedTest
    @ValueSource(strings = {"\"a river\"", "[\"a river\",\"a boat\"]", "[1,2,3]", "[[1,2],[3]]"})
    void embeddingsAreValid(String input) {
        Reply reply = caller.post(EMBEDDINGS, "{\"model\":\"demo-embedding\",\"input\":" + input + "}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        OpenAiSchema.EMBEDDINGS.assertValid(reply.json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"response_format\":\"b64_json\"", ",\"response_format\":\"url\",\"n\":2"})
    void imagesAreValid(String fields) {
        Reply reply = caller.post(IMAGES, "{\"model\":\"demo-image\",\"prompt\":\"A red boat\"" + fields + "}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        OpenAiSchema.IMAGES.assertValid(reply.json());
    }

    @Test
    void imageEventsAreValid() {
        List<JsonNode> events = caller.post(
                        IMAGES,
                        "{\"model\":\"demo-image\",\"prompt\":\"A red boat\",\"stream\":true,\"partial_images\":2}")
                .events();
        assertThat(events).hasSize(3).allSatisfy(OpenAiSchema.IMAGES_EVENT::assertValid);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/embeddings         | {"model": "demo-embedding", "input": ""}
            /v1/embeddings         | {"model": "demo", "input": "a"}
            /v1/images/generations | {"model": "demo-image"}
            /v1/rerank             | {"model": "demo-rerank", "query": "a", "documents": []}
            """)
    void errorsAreValid(String path, String body) {
        Reply reply = caller.post(path, body);
        assertThat(reply.status()).as(reply.body()).isBetween(400, 404);
        OpenAiSchema.ERROR.assertValid(reply.json());
    }
}
