package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// Writes a request for embeddings as the body of `InvokeModel`, which is each family's own: Cohere's takes
/// many texts at once, Titan's one.
final class InvokeBody {
    private static final int TEXTS_MAX = 96;

    private InvokeBody() {}

    /// @throws Untranslatable for tokens instead of text, and for more texts than one call takes
    static ObjectNode of(JsonNode asked, String upstreamModel) {
        List<String> texts = texts(asked.path("input"));
        return upstreamModel.contains("cohere.embed")
                ? cohere(asked, texts)
                : titan(asked, texts, upstreamModel.contains("titan-embed-text-v1"));
    }

    private static ObjectNode titan(JsonNode asked, List<String> texts, boolean first) {
        refuseIf(texts.size() > 1, "This model takes one input at a time.");
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("inputText", texts.getFirst());
        if (asked.path("dimensions").isIntegralNumber() && !first) {
            body.set("dimensions", asked.get("dimensions"));
        }
        return first ? body : body.put("normalize", true);
    }

    private static ObjectNode cohere(JsonNode asked, List<String> texts) {
        refuseIf(texts.size() > TEXTS_MAX, "This model takes at most " + TEXTS_MAX + " inputs at once.");
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode all = body.putArray("texts");
        texts.forEach(all::add);
        body.put("input_type", asked.path("input_type").asText("search_document"));
        body.putArray("embedding_types").add("float");
        if (asked.path("dimensions").isIntegralNumber()) {
            body.set("output_dimension", asked.get("dimensions"));
        }
        return body;
    }

    private static List<String> texts(JsonNode input) {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : input.isArray() ? input : List.of(input)) {
            refuseIf(!one.isTextual(), "This model embeds text: 'input' cannot be given as tokens.");
            texts.add(one.textValue());
        }
        refuseIf(texts.isEmpty(), "This model wants an input.");
        return texts;
    }

    private static void refuseIf(boolean wrong, String reason) {
        if (wrong) {
            throw new Untranslatable("input", reason);
        }
    }
}
