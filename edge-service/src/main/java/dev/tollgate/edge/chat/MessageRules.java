package dev.tollgate.edge.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.json.Invalid;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Roles, content parts, and the order of tool calls and their answers.
final class MessageRules {
    private MessageRules() {}

    static void check(JsonNode messages) {
        Set<String> open = new LinkedHashSet<>();
        String opener = "";
        for (int i = 0; i < messages.size(); i++) {
            String path = "messages[" + i + "]";
            JsonNode message = messages.get(i);
            if (!message.isObject()) {
                throw Invalid.type(path, "an object");
            }
            String role = Field.requiredText(message, "role", path);
            if (role.equals("tool")) {
                answer(message, path, open);
            } else {
                requireAnswered(open, opener);
            }
            switch (role) {
                case "system", "developer", "user", "function", "tool" ->
                    checkContent(message.get("content"), path, true);
                case "assistant" -> {
                    boolean calls = collectCalls(message, path, open);
                    opener = path;
                    checkContent(message.get("content"), path, !calls && !speaksOtherwise(message));
                }
                default ->
                    throw Invalid.value(
                            path + ".role",
                            "Invalid value for '" + path + ".role': '" + role
                                    + "'. Use system, developer, user, assistant, tool or function.");
            }
        }
        requireAnswered(open, opener);
    }

    /// An assistant's message may consist of a refusal, audio or an old-style function call.
    private static boolean speaksOtherwise(JsonNode message) {
        return message.hasNonNull("refusal") || message.hasNonNull("audio") || message.hasNonNull("function_call");
    }

    private static void answer(JsonNode message, String path, Set<String> open) {
        String id = Field.requiredText(message, "tool_call_id", path);
        if (!open.remove(id)) {
            throw Invalid.value(
                    path + ".tool_call_id",
                    "A message with role 'tool' must answer a preceding 'tool_calls': '" + id + "' was not called.");
        }
    }

    private static void requireAnswered(Set<String> open, String opener) {
        if (!open.isEmpty()) {
            throw Invalid.value(
                    opener + ".tool_calls",
                    "Each of 'tool_calls' must be followed by a tool message; not answered: " + String.join(", ", open)
                            + ".");
        }
    }

    private static boolean collectCalls(JsonNode message, String path, Set<String> open) {
        JsonNode calls = message.get("tool_calls");
        if (calls == null || calls.isNull()) {
            return false;
        }
        if (!calls.isArray()) {
            throw Invalid.type(path + ".tool_calls", "an array");
        }
        for (int i = 0; i < calls.size(); i++) {
            String at = path + ".tool_calls[" + i + "]";
            if (!open.add(Field.requiredText(calls.get(i), "id", at))) {
                throw Invalid.value(at + ".id", "The id of a tool call is used twice.");
            }
        }
        return !calls.isEmpty();
    }

    private static void checkContent(@Nullable JsonNode content, String path, boolean required) {
        String param = path + ".content";
        if (content == null || content.isNull()) {
            if (required) {
                throw Invalid.missing(param);
            }
            return;
        }
        if (content.isTextual()) {
            return;
        }
        if (!content.isArray()) {
            throw Invalid.type(param, "a string or an array of parts");
        }
        if (content.isEmpty() && required) {
            throw Invalid.value(param, "Invalid value for '" + param + "': must not be empty.");
        }
        for (int i = 0; i < content.size(); i++) {
            checkPart(content.get(i), param + "[" + i + "]");
        }
    }

    private static void checkPart(JsonNode part, String path) {
        if (!part.isObject()) {
            throw Invalid.type(path, "an object");
        }
        String type = Field.requiredText(part, "type", path);
        switch (type) {
            case "text" -> Field.requireText(part, "text", path);
            case "refusal" -> Field.requireText(part, "refusal", path);
            case "image_url" -> Field.requireText(object(part, "image_url", path), "url", path + ".image_url");
            case "input_audio" -> {
                JsonNode audio = object(part, "input_audio", path);
                Field.requireText(audio, "data", path + ".input_audio");
                Field.requireText(audio, "format", path + ".input_audio");
            }
            case "file" -> object(part, "file", path);
            default ->
                throw Invalid.value(
                        path + ".type",
                        "Invalid value for '" + path + ".type': '" + type
                                + "'. Use text, image_url, input_audio, file or refusal.");
        }
    }

    private static JsonNode object(JsonNode parent, String key, String path) {
        JsonNode node = parent.get(key);
        if (node == null || node.isNull()) {
            throw Invalid.missing(path + "." + key);
        }
        if (!node.isObject()) {
            throw Invalid.type(path + "." + key, "an object");
        }
        return node;
    }
}
