package dev.tollgate.local.fake.mistral;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes texts, never tokens, and says `output_dimension` for what OpenAI calls `dimensions`.
final class MistralEmbeddings implements BearerJson.Dialect {
    private static final Set<String> FIELDS =
            Set.of("model", "input", "metadata", "output_dimension", "output_dtype", "encoding_format");
    private static final Set<String> FORMATS = Set.of("float", "base64");
    private static final int DIMENSIONS = 1_024;

    @Override
    public ObjectNode error(String message) {
        return JsonNodeFactory.instance.objectNode().put("detail", message);
    }

    @Override
    public Optional<BearerJson.Refusal> check(JsonNode body) {
        Optional<BearerJson.Refusal> wrong = onlyTexts(body, FIELDS);
        if (wrong.isPresent()) {
            return wrong;
        }
        int dimensions = body.path("output_dimension").asInt(DIMENSIONS);
        if (dimensions < 1 || dimensions > DIMENSIONS) {
            return invalid("less_than_equal", "output_dimension", "Input should be less than or equal to 1024");
        }
        return FORMATS.contains(body.path("encoding_format").asText("float"))
                ? Optional.empty()
                : invalid("enum", "encoding_format", "Input should be 'float' or 'base64'");
    }

    /// Of a body of texts, for moderation too.
    static Optional<BearerJson.Refusal> onlyTexts(JsonNode body, Set<String> fields) {
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (!fields.contains(field.getKey())) {
                return invalid("extra_forbidden", field.getKey(), "Extra inputs are not permitted");
            }
        }
        return texts(body.path("input")).isEmpty()
                ? invalid("string_type", "input", "Input should be a valid string")
                : Optional.empty();
    }

    private static Optional<BearerJson.Refusal> invalid(String type, String field, String message) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode fault = root.putArray("detail").addObject().put("type", type);
        fault.putArray("loc").add("body").add(field);
        fault.put("msg", message);
        return Optional.of(new BearerJson.Refusal(422, root));
    }

    /// Empty when it is anything else.
    static List<String> texts(JsonNode input) {
        if (input.isTextual()) {
            return List.of(input.textValue());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : input) {
            if (!item.isTextual()) {
                return List.of();
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    @Override
    public Optional<Script> script(Stage stage, String model) {
        Optional<Script> named = Script.named("demo-embedding", model);
        return named.isPresent() || !(stage.anyModel() || model.startsWith("mistral-"))
                ? named
                : Optional.of(Script.plain());
    }

    @Override
    public BearerJson.Refusal noSuchModel(String model) {
        return unknownModel(model);
    }

    static BearerJson.Refusal unknownModel(String model) {
        return new BearerJson.Refusal(
                400,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("object", "error")
                        .put("message", "Invalid model: " + model)
                        .put("type", "invalid_model")
                        .put("code", "1500"));
    }

    @Override
    public Reply answer(JsonNode body, Script script) {
        List<String> texts = texts(body.get("input"));
        boolean base64 = body.path("encoding_format").asText().equals("base64");
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("id", "0aa1")
                .put("object", "list")
                .put("model", body.get("model").asText());
        ArrayNode data = root.putArray("data");
        for (String text : texts) {
            float[] vector = Vectors.of(
                    List.of(text.split(" ", -1)), body.path("output_dimension").asInt(DIMENSIONS));
            data.addObject()
                    .put("object", "embedding")
                    .put("index", data.size() - 1)
                    .set("embedding", Vectors.json(vector, base64));
        }
        if (!script.has(Fault.NO_USAGE)) {
            long tokens = texts.stream().mapToLong(Tokens::count).sum();
            root.putObject("usage")
                    .put("prompt_tokens", tokens)
                    .put("total_tokens", tokens)
                    .put("completion_tokens", 0);
        }
        return new Reply.Whole(
                Reply.JSON,
                Buffer.buffer(root.toString()),
                1,
                Buffer.buffer(error("Internal server error").toString()));
    }
}
