package dev.tollgate.edge.messages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A chat's plain answer as one message.
final class WholeMessage {
    private WholeMessage() {}

    /// @param completion with at least one choice; only the first counts
    static ObjectNode of(JsonNode completion, String model, Counted usage) {
        JsonNode choice = completion.path("choices").get(0);
        JsonNode said = choice.path("message");
        ObjectNode message = JsonNodeFactory.instance
                .objectNode()
                .put("id", Endings.id(completion.path("id").asText()))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model);
        ArrayNode content = message.putArray("content");
        thoughts(said, content);
        text(said.path("content").asText(""), content);
        text(said.path("refusal").asText(""), content);
        for (JsonNode call : said.path("tool_calls")) {
            call(call, content);
        }
        boolean calls = !said.path("tool_calls").isEmpty();
        message.put("stop_reason", Endings.reason(choice.path("finish_reason").asText(), calls))
                .putNull("stop_sequence");
        message.set("usage", usage.json());
        return message;
    }

    /// As blocks where the chat carries them, else all that was thought as one.
    private static void thoughts(JsonNode said, ArrayNode content) {
        for (JsonNode detail : said.path(Thoughts.DETAILS)) {
            String signature = Thoughts.signature(detail);
            String hidden = Thoughts.hidden(detail);
            if (!signature.isEmpty()) {
                thought(detail.path("text").asText(), signature, content);
            } else if (!hidden.isEmpty()) {
                content.addObject().put("type", "redacted_thinking").put("data", hidden);
            }
        }
        String thought = Thoughts.said(said);
        if (content.isEmpty() && !thought.isEmpty()) {
            thought(thought, Repairs.UNSIGNED, content);
        }
    }

    private static void thought(String text, String signature, ArrayNode content) {
        content.addObject().put("type", "thinking").put("thinking", text).put("signature", signature);
    }

    private static void text(String text, ArrayNode content) {
        if (!text.isEmpty()) {
            content.addObject().put("type", "text").put("text", text);
        }
    }

    private static void call(JsonNode call, ArrayNode content) {
        JsonNode function = call.path("function");
        content.addObject()
                .put("type", "tool_use")
                .put("id", call.path("id").asText())
                .put("name", function.path("name").asText())
                .set("input", input(function.path("arguments").asText("")));
    }

    /// What a model wrote need not be an object: it is kept as one member then.
    private static ObjectNode input(String arguments) {
        ObjectNode none = JsonNodeFactory.instance.objectNode();
        if (arguments.isBlank()) {
            return none;
        }
        try {
            return ChatCapture.EXACT.readTree(arguments) instanceof ObjectNode object
                    ? object
                    : none.put("arguments", arguments);
        } catch (JsonProcessingException e) {
            return none.put("arguments", arguments);
        }
    }
}
