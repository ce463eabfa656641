package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.json.WebAddress;
import org.jspecify.annotations.Nullable;

/// The items of an input: messages and their parts, calls of tools and what came of them. Kinds that we do
/// not know are the provider's to judge.
final class ItemRules {
    private ItemRules() {}

    static void check(JsonNode items) {
        for (int i = 0; i < items.size(); i++) {
            check(items.get(i), "input[" + i + "]");
        }
    }

    private static void check(JsonNode item, String path) {
        if (!item.isObject()) {
            throw Invalid.type(path, "an object");
        }
        switch (kind(item, path)) {
            case "message" -> checkMessage(item, path);
            case "function_call" -> {
                Field.requiredText(item, "call_id", path);
                Field.requiredText(item, "name", path);
                Field.requireText(item, "arguments", path);
            }
            case "custom_tool_call" -> {
                Field.requiredText(item, "call_id", path);
                Field.requiredText(item, "name", path);
                Field.requireText(item, "input", path);
            }
            case "function_call_output", "custom_tool_call_output" -> {
                Field.requiredText(item, "call_id", path);
                checkContent(item.get("output"), path + ".output");
            }
            case "item_reference" -> Field.requiredText(item, "id", path);
            case "reasoning" -> {
                JsonNode summary = item.get("summary");
                if (summary != null && !summary.isNull() && !summary.isArray()) {
                    throw Invalid.type(path + ".summary", "an array");
                }
                JsonNode sealed = item.get("encrypted_content");
                if (sealed != null && !sealed.isNull() && !sealed.isTextual()) {
                    throw Invalid.type(path + ".encrypted_content", "a string");
                }
            }
            default -> {}
        }
    }

    /// A message may leave out its type.
    ///
    /// @param path for what is wrong with it
    static String kind(JsonNode item, String path) {
        JsonNode type = item.get("type");
        if ((type == null || type.isNull()) && item.hasNonNull("role")) {
            return "message";
        }
        return Field.requiredText(item, "type", path);
    }

    private static void checkMessage(JsonNode item, String path) {
        String role = Field.requiredText(item, "role", path);
        switch (role) {
            case "user", "assistant", "system", "developer" -> checkContent(item.get("content"), path + ".content");
            default ->
                throw Invalid.value(
                        path + ".role",
                        "Invalid value for '" + path + ".role': '" + role
                                + "'. Use user, assistant, system or developer.");
        }
    }

    private static void checkContent(@Nullable JsonNode content, String path) {
        if (content == null || content.isNull()) {
            throw Invalid.missing(path);
        }
        if (content.isTextual()) {
            return;
        }
        if (!content.isArray()) {
            throw Invalid.type(path, "a string or an array of parts");
        }
        for (int i = 0; i < content.size(); i++) {
            checkPart(content.get(i), path + "[" + i + "]");
        }
    }

    private static void checkPart(JsonNode part, String path) {
        if (!part.isObject()) {
            throw Invalid.type(path, "an object");
        }
        String type = Field.requiredText(part, "type", path);
        switch (type) {
            case "input_text", "output_text" -> Field.requireText(part, "text", path);
            case "refusal" -> Field.requireText(part, "refusal", path);
            case "input_image" -> {
                oneOf(part, path, "image_url", "file_id");
                if (part.hasNonNull("image_url")) {
                    WebAddress.requirePicture(part, "image_url", path);
                }
            }
            case "input_file" -> {
                oneOf(part, path, "file_data", "file_id", "file_url");
                if (part.hasNonNull("file_url")) {
                    WebAddress.require(part, "file_url", path);
                }
            }
            case "input_audio" -> {
                JsonNode audio = part.get("input_audio");
                if (audio == null || !audio.isObject()) {
                    throw Invalid.missing(path + ".input_audio");
                }
                Field.requireText(audio, "data", path + ".input_audio");
                Field.requiredText(audio, "format", path + ".input_audio");
            }
            default ->
                throw Invalid.value(
                        path + ".type",
                        "Invalid value for '" + path + ".type': '" + type
                                + "'. Use input_text, input_image, input_file, input_audio, output_text or refusal.");
        }
    }

    private static void oneOf(JsonNode part, String path, String... names) {
        boolean given = false;
        for (String name : names) {
            JsonNode value = part.get(name);
            if (value != null && !value.isNull()) {
                Field.requireText(part, name, path);
                given = true;
            }
        }
        if (!given) {
            throw Invalid.missing(path + "." + names[0]);
        }
    }
}
