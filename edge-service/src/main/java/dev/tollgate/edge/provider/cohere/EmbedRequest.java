package dev.tollgate.edge.provider.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.EmbeddingsBody;
import java.util.ArrayList;
import java.util.List;

/// Writes a request for embeddings as `/v2/embed` takes it.
final class EmbedRequest {
    /// Of one call.
    static final int TEXTS_MAX = 96;

    private EmbedRequest() {}

    /// What the vectors are for has to be said: they are to be found, unless the caller says otherwise. A text that is
    /// too long is refused, as OpenAI does, unless the caller has it cut.
    static ObjectNode of(EmbeddingsBody body, String model) {
        JsonNode asked = body.tree();
        ObjectNode sent = JsonNodeFactory.instance
                .objectNode()
                .put("model", model)
                .put("input_type", asked.path("input_type").asText("search_document"))
                .put("truncate", asked.path("truncate").asText("NONE"));
        ArrayNode texts = sent.putArray("texts");
        texts(asked.path("input")).forEach(texts::add);
        sent.putArray("embedding_types").add(body.base64() ? "base64" : "float");
        if (asked.path("dimensions").isIntegralNumber()) {
            sent.set("output_dimension", asked.get("dimensions"));
        }
        return sent;
    }

    /// @param input one text, or several
    static List<String> texts(JsonNode input) {
        if (input.isTextual()) {
            return List.of(input.textValue());
        }
        List<String> texts = new ArrayList<>(input.size());
        input.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
