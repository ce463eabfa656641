package dev.tollgate.edge.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// Writes a request for embeddings as the body of `batchEmbedContents`: one request for each text.
final class EmbeddingsBody {
    private static final int BATCH_MAX = 100;

    private EmbeddingsBody() {}

    /// @throws Untranslatable for tokens instead of text, and for more texts than one call takes
    static ObjectNode of(JsonNode asked, String model) {
        List<String> texts = texts(asked.path("input"));
        if (texts.size() > BATCH_MAX) {
            throw new Untranslatable("input", "This model takes at most " + BATCH_MAX + " inputs at once.");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode requests = body.putArray("requests");
        for (String text : texts) {
            ObjectNode request = requests.addObject().put("model", "models/" + model);
            request.putObject("content").putArray("parts").addObject().put("text", text);
            if (asked.path("dimensions").isIntegralNumber()) {
                request.set("outputDimensionality", asked.get("dimensions"));
            }
        }
        return body;
    }

    static List<String> texts(JsonNode input) {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : input.isArray() ? input : List.of(input)) {
            if (!one.isTextual()) {
                throw new Untranslatable("input", "This model embeds text: 'input' cannot be given as tokens.");
            }
            texts.add(one.textValue());
        }
        return texts;
    }
}
