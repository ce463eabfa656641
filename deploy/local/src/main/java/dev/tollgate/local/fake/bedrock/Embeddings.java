package dev.tollgate.local.fake.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Tokens;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// InvokeModel of embeddings: Titan's body, or Cohere's. The same text has the same vector, and a shorter one
/// is its beginning.
final class Embeddings {

    private static final Set<Integer> TITAN_LENGTHS = Set.of(256, 512, 1_024);
    private static final int LENGTH = 1_024;
    private static final int TEXTS_MAX = 96;
    private static final float SCALE = 1 << 20;

    private Embeddings() {}

    static Optional<String> complaint(JsonNode body) {
        boolean cohere = body.has("texts");
        Set<String> known = cohere
                ? Set.of("texts", "input_type", "embedding_types", "truncate", "output_dimension")
                : Set.of("inputText", "dimensions", "normalize", "embeddingTypes");
        for (var field : body.properties()) {
            if (!known.contains(field.getKey())) {
                return Optional.of("Malformed input request: extraneous key [" + field.getKey() + "] is not permitted");
            }
        }
        if (cohere) {
            boolean right = body.path("texts").size() <= TEXTS_MAX && body.has("input_type");
            return right ? Optional.empty() : Optional.of("Malformed input request: texts and input_type are required");
        }
        if (body.path("inputText").asText().isEmpty()) {
            return Optional.of("Malformed input request: expected minLength: 1, actual: 0");
        }
        return TITAN_LENGTHS.contains(body.path("dimensions").asInt(LENGTH))
                ? Optional.empty()
                : Optional.of("Malformed input request: dimensions must be 256, 512 or 1024");
    }

    static ObjectNode answer(JsonNode body, boolean usage) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        if (body.has("texts")) {
            ArrayNode floats = root.put("id", "fake")
                    .put("response_type", "embeddings_by_type")
                    .putObject("embeddings")
                    .putArray("float");
            body.path("texts")
                    .forEach(text -> floats.add(
                            vector(text.asText(), body.path("output_dimension").asInt(LENGTH))));
            return root;
        }
        String text = body.path("inputText").asText();
        root.set("embedding", vector(text, body.path("dimensions").asInt(LENGTH)));
        return usage ? root.put("inputTextTokenCount", Tokens.count(text)) : root;
    }

    private static ArrayNode vector(String text, int length) {
        SplittableRandom random = new SplittableRandom(text.hashCode());
        ArrayNode values = JsonNodeFactory.instance.arrayNode(length);
        for (int i = 0; i < length; i++) {
            values.add((random.nextInt(1 << 21) - SCALE) / SCALE);
        }
        return values;
    }
}
