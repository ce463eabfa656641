package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// Blocks of reasoning as callers see them: `reasoning_details` of a message, to be sent back unchanged with
/// it, so that a conversation with tools can go on thinking. Shaped as OpenRouter has them.
final class Reasoning {
    static final String FIELD = "reasoning_details";
    private static final String FORMAT = "bedrock-converse-v1";
    private static final String TEXT = "reasoning.text";
    private static final String ENCRYPTED = "reasoning.encrypted";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Reasoning() {}

    /// Those of another provider, and those without a signature, are left out: they would be refused.
    static List<ObjectNode> blocks(JsonNode details) {
        List<ObjectNode> blocks = new ArrayList<>();
        for (JsonNode detail : details) {
            String signature = detail.path("signature").asText();
            String data = detail.path("data").asText();
            if (!detail.path("format").asText().equals(FORMAT) || (signature.isEmpty() && data.isEmpty())) {
                continue;
            }
            ObjectNode block = JSON.objectNode();
            ObjectNode content = block.putObject("reasoningContent");
            if (signature.isEmpty()) {
                content.put("redactedContent", data);
            } else {
                content.putObject("reasoningText")
                        .put("text", detail.path("text").asText())
                        .put("signature", signature);
            }
            blocks.add(block);
        }
        return blocks;
    }

    /// @param index of the block among those of its message: clients put the fragments of a stream together by
    ///     it
    static ObjectNode text(int index, String text, String signature) {
        return JSON.objectNode()
                .put("type", TEXT)
                .put("text", text)
                .put("signature", signature)
                .put("format", FORMAT)
                .put("index", index);
    }

    static ObjectNode redacted(int index, String data) {
        return JSON.objectNode()
                .put("type", ENCRYPTED)
                .put("data", data)
                .put("format", FORMAT)
                .put("index", index);
    }
}
