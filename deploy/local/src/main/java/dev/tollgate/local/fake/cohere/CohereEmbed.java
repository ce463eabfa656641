package dev.tollgate.local.fake.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.BearerJson;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Stage;
import dev.tollgate.local.fake.Tokens;
import dev.tollgate.local.fake.openai.embeddings.Vectors;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Takes at most 96 texts, wants to know what the vectors are for, and answers with them by their type.
final class CohereEmbed implements BearerJson.Dialect {
    private static final Set<String> FIELDS = Set.of(
            "model",
            "texts",
            "images",
            "inputs",
            "input_type",
            "embedding_types",
            "output_dimension",
            "max_tokens",
            "truncate",
            "priority");
    private static final Set<String> INPUT_TYPES =
            Set.of("search_document", "search_query", "classification", "clustering", "image");
    private static final Set<String> TYPES = Set.of("float", "int8", "uint8", "binary", "ubinary", "base64");
    private static final Set<Integer> DIMENSIONS = Set.of(256, 512, 1_024, 1_536);
    private static final Set<String> CUTS = Set.of("NONE", "START", "END");
    private static final int DIMENSIONS_OF_DEMO = 1_536;
    private static final int TEXTS_MAX = 96;

    @Override
    public ObjectNode error(String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", UUID.randomUUID().toString())
                .put("message", message);
    }

    @Override
    public Optional<BearerJson.Refusal> check(JsonNode body) {
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                return refusal(422, "unknown field: parameter '" + field.getKey() + "' is not a valid field");
            }
        }
        if (!INPUT_TYPES.contains(body.path("input_type").asText())) {
            return refusal(400, "invalid request: valid input_type must be provided with the provided model");
        }
        if (!CUTS.contains(body.path("truncate").asText("END"))) {
            return refusal(400, "invalid request: truncate must be one of NONE|START|END");
        }
        for (JsonNode type : body.path("embedding_types")) {
            if (!TYPES.contains(type.asText())) {
                return refusal(400, "invalid request: unknown embedding type " + type.asText());
            }
        }
        if (body.has("output_dimension")
                && !DIMENSIONS.contains(body.get("output_dimension").asInt())) {
            return refusal(400, "invalid request: output_dimension must be one of 256, 512, 1024, 1536");
        }
        return texts(body.path("texts"));
    }

    private Optional<BearerJson.Refusal> texts(JsonNode texts) {
        if (!texts.isArray() || texts.isEmpty()) {
            return refusal(400, "invalid request: texts must not be empty");
        }
        if (texts.size() > TEXTS_MAX) {
            return refusal(400, "invalid request: total number of texts must be at most 96 - received " + texts.size());
        }
        for (JsonNode text : texts) {
            if (!text.isTextual()) {
                return refusal(422, "invalid type: parameter texts is of type array but should be of type string");
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<Script> script(Stage stage, String model) {
        Optional<Script> named = Script.named("demo-embedding", model);
        return named.isPresent() || !(stage.anyModel() || model.startsWith("embed-"))
                ? named
                : Optional.of(Script.plain());
    }

    @Override
    public BearerJson.Refusal noSuchModel(String model) {
        return new BearerJson.Refusal(
                404, error("model '" + model + "' not found, make sure the correct model ID was used"));
    }

    @Override
    public Reply answer(JsonNode body, Script script) {
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put(
                        "id",
                        UUID.nameUUIDFromBytes(body.toString().getBytes(StandardCharsets.UTF_8))
                                .toString());
        int dimensions = body.path("output_dimension").asInt(DIMENSIONS_OF_DEMO);
        ObjectNode embeddings = root.putObject("embeddings");
        boolean base64 = body.path("embedding_types").path(0).asText().equals("base64");
        ArrayNode vectors = embeddings.putArray(base64 ? "base64" : "float");
        long tokens = 0;
        for (JsonNode text : body.get("texts")) {
            String words = text.textValue();
            tokens += Tokens.count(words);
            vectors.add(Vectors.json(Vectors.of(List.of(words.split(" ", -1)), dimensions), base64));
        }
        root.set("texts", body.get("texts"));
        root.put("response_type", "embeddings_by_type");
        if (!script.has(Fault.NO_USAGE)) {
            ObjectNode meta = root.putObject("meta");
            meta.putObject("api_version").put("version", "2");
            meta.putObject("billed_units").put("input_tokens", tokens);
        }
        return new Reply.Whole(
                Reply.JSON,
                Buffer.buffer(root.toString()),
                1,
                Buffer.buffer(error("internal server error").toString()));
    }

    private Optional<BearerJson.Refusal> refusal(int status, String message) {
        return Optional.of(new BearerJson.Refusal(status, error(message)));
    }
}
