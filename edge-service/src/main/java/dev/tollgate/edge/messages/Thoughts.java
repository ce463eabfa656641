package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Blocks of thinking as a chat carries them: `reasoning_details`, which a provider of Claude's gives and takes.
final class Thoughts {
    static final String DETAILS = "reasoning_details";
    private static final String FORMAT = "anthropic-claude-v1";
    private static final String TEXT = "reasoning.text";
    private static final String ENCRYPTED = "reasoning.encrypted";

    private Thoughts() {}

    static ObjectNode detail(int index, JsonNode block) {
        ObjectNode detail = JsonNodeFactory.instance.objectNode();
        if (block.path("type").asText().equals("thinking")) {
            detail.put("type", TEXT)
                    .put("text", block.path("thinking").asText())
                    .put("signature", block.path("signature").asText());
        } else {
            detail.put("type", ENCRYPTED).put("data", block.path("data").asText());
        }
        return detail.put("format", FORMAT).put("index", index);
    }

    /// The signature of a detail that is a thought; empty when it has none.
    static String signature(JsonNode detail) {
        return detail.path("type").asText().equals(TEXT)
                ? detail.path("signature").asText("")
                : "";
    }

    /// What a hidden thought is; empty when it is none.
    static String hidden(JsonNode detail) {
        return detail.path("type").asText().equals(ENCRYPTED)
                ? detail.path("data").asText("")
                : "";
    }

    /// What a message, or a piece of one, says of the model's thoughts, by either of the names in use.
    static String said(JsonNode message) {
        String usual = message.path("reasoning_content").asText("");
        return usual.isEmpty() && message.path("reasoning").isTextual()
                ? message.path("reasoning").textValue()
                : usual;
    }
}
