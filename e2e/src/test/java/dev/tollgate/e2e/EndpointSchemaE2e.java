package dev.tollgate.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The answers and events of the endpoints beside chat are as OpenAI publishes them.
class EndpointSchemaE2e {
    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final String IMAGES = "/v1/images/generations";

    private static final String RESPONSES = "/v1/responses";
    private static final String TOOL = ",\"tools\":[{\"type\":\"function\",\"name\":\"get_weather\","
            + "\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},"
            + "\"required\":[\"city\"],\"additionalProperties\":false},\"strict\":true}]";

    private final Caller caller = Caller.rich();

    @ParameterizedTest
    @ValueSource(strings = {"\"a river\"", "[\"a river\",\"a boat\"]", "[1,2,3]", "[[1,2],[3]]"})
    void embeddingsAreValid(String input) {
        Reply reply = caller.post(EMBEDDINGS, "{\"model\":\"demo-embedding\",\"input\":" + input + "}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        OpenAiSchema.EMBEDDINGS.assertValid(reply.json());
    }

    /// Native (`demo`), and said as a chat.
    @ParameterizedTest
    @ValueSource(strings = {"demo", "demo-reasoning", "demo-20ms", "claude-3-5-sonnet", "gemini-2.0-flash"})
    void responsesAndTheirEventsAreValid(String model) {
        for (String more : List.of("", TOOL)) {
            String asked = "{\"model\":\"" + model + "\",\"input\":\"What is the weather in Paris?\""
                    + ",\"reasoning\":{\"summary\":\"auto\"}" + more;
            Reply reply = caller.post(RESPONSES, asked + "}");
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            OpenAiSchema.RESPONSE.assertValid(reply.json());
            List<JsonNode> events =
                    caller.post(RESPONSES, asked + ",\"stream\":true}").responseEvents();
            assertThat(events).hasSizeGreaterThan(4).allSatisfy(OpenAiSchema.RESPONSE_EVENT::assertValid);
        }
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

    /// Of a model that completes, and of one that chats.
    @ParameterizedTest
    @ValueSource(strings = {"demo-completion", "demo"})
    void completionsAreValid(String model) {
        String asked = "{\"model\":\"" + model + "\",\"prompt\":\"Once\"";
        Reply reply = caller.post("/v1/completions", asked + "}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        OpenAiSchema.COMPLETION.assertValid(reply.json());
        assertThat(caller.post("/v1/completions", asked + ",\"stream\":true}").events())
                .isNotEmpty()
                .allSatisfy(chunk -> OpenAiSchema.COMPLETION.assertValid(asIfEnded(chunk)));
    }

    /// OpenAI's chunks before the last tell `null` for why they end; its one schema for answers and chunks does not.
    private static JsonNode asIfEnded(JsonNode chunk) {
        JsonNode copy = chunk.deepCopy();
        copy.path("choices").forEach(choice -> {
            if (choice.path("finish_reason").isNull()) {
                ((ObjectNode) choice).put("finish_reason", "stop");
            }
        });
        return copy;
    }

    @Test
    void editsAndVariationsAreValid() {
        byte[] picture = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
        Map<String, String> edit = Map.of("model", "demo-image-tokens", "prompt", "Make it blue");
        OpenAiSchema.IMAGES.assertValid(
                caller.uploadPicture("/v1/images/edits", "a.png", picture, edit).json());
        OpenAiSchema.IMAGES.assertValid(
                caller.uploadPicture("/v1/images/variations", "a.png", picture, Map.of("model", "demo-image"))
                        .json());
        assertThat(caller.post(
                                "/v1/images/edits",
                                "{\"model\":\"demo-image-tokens\",\"prompt\":\"p\",\"stream\":true,\"partial_images\":1,"
                                        + "\"images\":[{\"image_url\":\"https://files.example/a.png\"}]}")
                        .events())
                .hasSize(2)
                .allSatisfy(OpenAiSchema.IMAGES_EDIT_EVENT::assertValid);
    }

    @Test
    void translationsAreValid() {
        String path = "/v1/audio/translations";
        String model = "demo-transcribe-minutes";
        OpenAiSchema.TRANSLATION.assertValid(
                caller.upload(path, Wav.silence(1), Map.of("model", model)).json());
        Map<String, String> verbose = Map.of("model", model, "response_format", "verbose_json");
        OpenAiSchema.TRANSLATION_VERBOSE.assertValid(
                caller.upload(path, Wav.silence(1), verbose).json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a river\"", "[\"a river\",\"violence\"]", "[{\"type\":\"text\",\"text\":\"a\"}]"})
    void moderationsAreValid(String input) {
        Reply reply = caller.post("/v1/moderations", "{\"model\":\"demo-moderation\",\"input\":" + input + "}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        OpenAiSchema.MODERATION.assertValid(reply.json());
    }

    @Test
    void filesAndBatchesAreValid() {
        byte[] lines =
                "{\"custom_id\":\"one\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":{}}".getBytes(UTF_8);
        JsonNode file = caller.upload("/v1/files", "lines.jsonl", lines, Map.of("purpose", "batch"))
                .json();
        OpenAiSchema.FILE.assertValid(file);
        JsonNode batch = caller.post(
                        "/v1/batches", """
                {"input_file_id": "%s", "endpoint": "/v1/embeddings", "completion_window": "24h"}
                """.formatted(file.path("id").asText()))
                .json();
        OpenAiSchema.BATCH.assertValid(batch);
        OpenAiSchema.BATCH.assertValid(
                caller.get("/v1/batches/" + batch.path("id").asText()).json());
        assertThat(caller.get("/v1/files").json().path("data")).isNotEmpty().allSatisfy(OpenAiSchema.FILE::assertValid);
        assertThat(caller.get("/v1/batches").json().path("data"))
                .isNotEmpty()
                .allSatisfy(OpenAiSchema.BATCH::assertValid);
        JsonNode other = caller.upload("/v1/files", "other.jsonl", lines, Map.of("purpose", "batch"))
                .json();
        OpenAiSchema.FILE_DELETED.assertValid(
                caller.delete("/v1/files/" + other.path("id").asText()).json());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/batches            | {"input_file_id": "file-none", "endpoint": "/v1/nothing", "completion_window": "24h"}
            /v1/completions        | {"model": "demo", "prompt": "a", "suffix": "b"}
            /v1/moderations        | {"model": "demo-moderation"}
            /v1/responses          | {"model": "demo", "input": "a", "background": true}
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
