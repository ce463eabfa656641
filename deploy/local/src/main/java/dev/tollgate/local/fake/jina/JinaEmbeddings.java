package dev.tollgate.local.fake.jina;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.BearerJson;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Stage;
import dev.tollgate.local.fake.Tokens;
import dev.tollgate.local.fake.openai.embeddings.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes texts, never tokens, and says `embedding_type` for what OpenAI calls `encoding_format`.
final class JinaEmbeddings implements BearerJson.Dialect {

    private static final Set<String> FIELDS =
            Set.of("model", "input", "embedding_type", "dimensions", "task", "normalized", "late_chunking", "truncate");
    private static final Set<String> TYPES = Set.of("float", "base64", "binary", "ubinary");
    private static final int DIMENSIONS = 1_024;

    @Override
    public ObjectNode error(String message) {
        return JinaRules.error(message);
    }

    @Override
    public Optional<BearerJson.Refusal> check(JsonNode body) {
        Optional<BearerJson.Refusal> unknown = JinaRules.onlyKnown(body, FIELDS);
        if (unknown.isPresent()) {
            return unknown;
        }
        if (texts(body.path("input")).isEmpty()) {
            return JinaRules.invalid("a string or an array of strings is expected", "input");
        }
        if (!TYPES.contains(body.path("embedding_type").asText("float"))) {
            return JinaRules.invalid("value is not a valid enumeration member", "embedding_type");
        }
        int dimensions = body.path("dimensions").asInt(DIMENSIONS);
        return dimensions > 0 && dimensions <= DIMENSIONS
                ? Optional.empty()
                : JinaRules.invalid("ensure this value is between 1 and " + DIMENSIONS, "dimensions");
    }

    /// Empty when it is anything else.
    private static List<String> texts(JsonNode input) {
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
        return JinaRules.script("demo-embedding", stage, model);
    }

    @Override
    public BearerJson.Refusal noSuchModel(String model) {
        return JinaRules.noSuchModel(model);
    }

    @Override
    public Reply answer(JsonNode body, Script script) {
        List<String> texts = texts(body.get("input"));
        boolean base64 = body.path("embedding_type").asText().equals("base64");
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("model", body.get("model").asText())
                .put("object", "list");
        ArrayNode data = root.putArray("data");
        for (String text : texts) {
            float[] vector = Vectors.of(
                    List.of(text.split(" ", -1)), body.path("dimensions").asInt(DIMENSIONS));
            data.addObject()
                    .put("object", "embedding")
                    .put("index", data.size() - 1)
                    .set("embedding", Vectors.json(vector, base64));
        }
        return JinaRules.reply(
                root, script, texts.stream().mapToLong(Tokens::count).sum());
    }
}
