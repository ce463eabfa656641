package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A message as OpenAI has it.
///
/// @param calls of the caller's tools
record WholeMessage(ObjectNode message, int calls) {
    static WholeMessage of(JsonNode blocks) {
        StringBuilder content = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        ArrayNode calls = JsonNodeFactory.instance.arrayNode();
        ArrayNode details = JsonNodeFactory.instance.arrayNode();
        for (JsonNode block : blocks) {
            content.append(block.path("text").asText());
            if (block.has("reasoningContent")) {
                reasoning.append(thought(block.path("reasoningContent"), details));
            }
            JsonNode use = block.path("toolUse");
            if (use.path("name").asText().equals(AnswerFormat.TOOL)) {
                content.append(input(use));
            } else if (use.isObject()) {
                call(use, calls);
            }
        }
        return new WholeMessage(message(content, reasoning, calls, details), calls.size());
    }

    /// @return its words
    private static String thought(JsonNode reasoning, ArrayNode details) {
        JsonNode told = reasoning.path("reasoningText");
        String text = told.path("text").asText();
        if (reasoning.path("redactedContent").isTextual()) {
            details.add(Reasoning.redacted(
                    details.size(), reasoning.path("redactedContent").textValue()));
        } else {
            details.add(
                    Reasoning.text(details.size(), text, told.path("signature").asText()));
        }
        return text;
    }

    private static ObjectNode message(
            StringBuilder content, StringBuilder reasoning, ArrayNode calls, ArrayNode details) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        if (!reasoning.isEmpty()) {
            message.put("reasoning_content", reasoning.toString());
        }
        if (!details.isEmpty()) {
            message.set(Reasoning.FIELD, details);
        }
        if (!content.isEmpty() || calls.isEmpty()) {
            message.put("content", content.toString());
        }
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
        return message;
    }

    private static void call(JsonNode use, ArrayNode calls) {
        calls.addObject()
                .put("id", use.path("toolUseId").asText())
                .put("type", "function")
                .putObject("function")
                .put("name", use.path("name").asText())
                .put("arguments", input(use));
    }

    private static String input(JsonNode use) {
        return use.path("input").isObject() ? use.path("input").toString() : "{}";
    }
}
