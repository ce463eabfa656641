package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A message as OpenAI has it.
///
/// @param calls of the caller's tools
record WholeMessage(ObjectNode message, int calls) {
    static WholeMessage of(JsonNode from) {
        StringBuilder content = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        ArrayNode calls = JsonNodeFactory.instance.arrayNode();
        ArrayNode details = JsonNodeFactory.instance.arrayNode();
        for (JsonNode block : from.path("content")) {
            switch (block.path("type").asText()) {
                case "text" -> content.append(block.path("text").asText());
                case "thinking" -> {
                    String thought = block.path("thinking").asText();
                    reasoning.append(thought);
                    details.add(ReasoningDetails.thinking(
                            details.size(), thought, block.path("signature").asText()));
                }
                case "redacted_thinking" ->
                    details.add(ReasoningDetails.redacted(
                            details.size(), block.path("data").asText()));
                case "tool_use" -> {
                    if (block.path("name").asText().equals(AnswerFormat.TOOL)) {
                        content.append(input(block));
                    } else {
                        call(block, calls);
                    }
                }
                default -> {}
            }
        }
        return new WholeMessage(message(content, reasoning, calls, details), calls.size());
    }

    private static ObjectNode message(
            StringBuilder content, StringBuilder reasoning, ArrayNode calls, ArrayNode details) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        if (!reasoning.isEmpty()) {
            message.put("reasoning_content", reasoning.toString());
        }
        if (!details.isEmpty()) {
            message.set(ReasoningDetails.FIELD, details);
        }
        if (!content.isEmpty() || calls.isEmpty()) {
            message.put("content", content.toString());
        }
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
        return message;
    }

    private static void call(JsonNode block, ArrayNode calls) {
        calls.addObject()
                .put("id", block.path("id").asText())
                .put("type", "function")
                .putObject("function")
                .put("name", block.path("name").asText())
                .put("arguments", input(block));
    }

    private static String input(JsonNode block) {
        return block.path("input").isObject() ? block.path("input").toString() : "{}";
    }
}
