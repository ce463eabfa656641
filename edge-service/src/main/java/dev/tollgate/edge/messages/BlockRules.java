package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.json.WebAddress;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Contents: text, or blocks of the types that a role may have. Blocks that only a provider's own tools make are taken
/// as they are: who speaks the format judges them.
final class BlockRules {
    static final Set<String> USER = Set.of("text", "image", "document", "search_result", "tool_result");
    static final Set<String> ASSISTANT = Set.of("text", "thinking", "redacted_thinking", "tool_use");
    private static final Set<String> RESULT = Set.of("text", "image", "document", "search_result", "tool_reference");

    /// Kept where we have no hand in it.
    private static final String FILE = "file";

    private static final String URL = "url";

    /// The types of a source, and what each must have.
    private static final Map<String, String> SOURCES =
            Map.of("base64", "data", URL, URL, "text", "data", "content", "content");

    private BlockRules() {}

    static void system(@Nullable JsonNode system) {
        if (system != null) {
            instruction(system, "system");
        }
    }

    /// Text alone.
    static void instruction(JsonNode content, String path) {
        content(content, path, Set.of("text"));
    }

    static void content(JsonNode content, String path, Set<String> types) {
        if (content.isTextual()) {
            return;
        }
        if (!content.isArray()) {
            throw Invalid.type(path, "a string or an array of blocks");
        }
        for (int i = 0; i < content.size(); i++) {
            block(content.get(i), path + "[" + i + "]", types);
        }
    }

    private static void block(JsonNode block, String path, Set<String> types) {
        if (!block.isObject()) {
            throw Invalid.type(path, "an object");
        }
        String type = Field.requiredText(block, "type", path);
        if (!types.contains(type)) {
            foreign(type, path, types);
            return;
        }
        switch (type) {
            case "text" -> Field.requireText(block, "text", path);
            case "image", "document" -> source(object(block, "source", path), path + ".source");
            case "tool_use" -> {
                Field.requiredText(block, "id", path);
                Field.requiredText(block, "name", path);
                object(block, "input", path);
            }
            case "tool_result" -> {
                Field.requiredText(block, "tool_use_id", path);
                JsonNode content = block.get("content");
                if (content != null && !content.isNull()) {
                    content(content, path + ".content", RESULT);
                }
            }
            case "thinking" -> Field.requireText(block, "thinking", path);
            case "redacted_thinking" -> Field.requireText(block, "data", path);
            default -> {}
        }
    }

    /// A type that belongs to the other side is a mistake; one that nobody here knows is not ours to judge.
    private static void foreign(String type, String path, Set<String> types) {
        if (USER.contains(type) || ASSISTANT.contains(type)) {
            MessagesView.oneOf(path + ".type", type, types);
        }
        if (type.equals("container_upload")) {
            throw Invalid.value(path + ".type", "This gateway keeps no files for containers.");
        }
    }

    private static void source(JsonNode source, String path) {
        String type = Field.requiredText(source, "type", path);
        if (type.equals(FILE)) {
            throw Invalid.value(path + ".type", "This gateway keeps no files for messages: send it as base64.");
        }
        MessagesView.oneOf(path + ".type", type, SOURCES.keySet());
        if (type.equals("content")) {
            JsonNode content = source.get("content");
            if (content == null || content.isNull()) {
                throw Invalid.missing(path + ".content");
            }
            content(content, path + ".content", RESULT);
            return;
        }
        if (type.equals(URL)) {
            WebAddress.require(source, URL, path);
            return;
        }
        Field.requireText(source, Objects.requireNonNull(SOURCES.get(type)), path);
        if (type.equals("base64")) {
            Field.requiredText(source, "media_type", path);
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
