package dev.tollgate.local.fake.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Items as the messages of a chat, which is how the demo's model reads them.
final class SaidItems {

    private SaidItems() {}

    /// Adds what a request says to what was said before.
    ///
    /// @return why its calls and outputs don't fit together
    static Optional<Rejection> add(JsonNode body, ArrayNode messages) {
        if (body.hasNonNull("instructions")) {
            say(messages, "system", body.get("instructions"));
        }
        if (body.path("input").isTextual()) {
            say(messages, "user", body.get("input"));
        } else {
            add((ArrayNode) body.withArray("input"), messages);
        }
        return paired(messages);
    }

    static void add(ArrayNode items, ArrayNode messages) {
        for (JsonNode item : items) {
            switch (item.path("type").asText("message")) {
                case "function_call" -> call(item, "function", "arguments", messages);
                case "custom_tool_call" -> call(item, "custom", "input", messages);
                case "function_call_output", "custom_tool_call_output" ->
                    say(messages, "tool", item.path("output"))
                            .put("tool_call_id", item.path("call_id").asText());
                case "message" -> say(messages, item.path("role").asText(), content(item.path("content")));
                default -> {}
            }
        }
    }

    private static ObjectNode say(ArrayNode messages, String role, JsonNode content) {
        ObjectNode message = messages.addObject().put("role", role);
        message.set("content", content);
        return message;
    }

    private static void call(JsonNode item, String type, String argument, ArrayNode messages) {
        ObjectNode message = messages.addObject().put("role", "assistant").putNull("content");
        ObjectNode call = message.putArray("tool_calls").addObject();
        call.put("id", item.path("call_id").asText()).put("type", type);
        ObjectNode what = call.putObject(type);
        what.set("name", item.path("name"));
        what.set(argument, item.path(argument));
    }

    private static JsonNode content(JsonNode content) {
        if (!content.isArray()) {
            return content;
        }
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        for (JsonNode part : content) {
            ObjectNode said = parts.addObject();
            switch (part.path("type").asText()) {
                case "input_image" ->
                    said.put("type", "image_url").putObject("image_url").set("url", part.path("image_url"));
                case "input_file" -> {
                    said.put("type", "file").putObject("file").set("file_data", part.path("file_data"));
                }
                default -> said.put("type", "text").set("text", part.path("text"));
            }
        }
        return parts;
    }

    private static Optional<Rejection> paired(ArrayNode messages) {
        Set<String> called = new HashSet<>();
        Set<String> answered = new HashSet<>();
        for (JsonNode message : messages) {
            Nested.elements(message.path("tool_calls"))
                    .forEach(call -> called.add(call.path("id").asText()));
            if (message.path("role").asText().equals("tool")) {
                answered.add(message.path("tool_call_id").asText());
            }
        }
        Optional<Rejection> uncalled = answered.stream()
                .filter(id -> !called.contains(id))
                .map(id -> invalid("No tool call found for function call output with call_id " + id + "."))
                .findFirst();
        return uncalled.or(() -> called.stream()
                .filter(id -> !answered.contains(id))
                .map(id -> invalid("No tool output found for function call " + id + "."))
                .findFirst());
    }

    private static Rejection invalid(String message) {
        return Rejection.invalid(message, "input", null);
    }
}
