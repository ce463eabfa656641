package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.json.Invalid;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Roles, and the order of tool calls and their results: each call is answered in the next turn, which is the user's.
final class TurnRules {
    private Set<String> open = new LinkedHashSet<>();
    private String caller = "";

    private TurnRules() {}

    static void check(JsonNode messages, @Nullable JsonNode system) {
        BlockRules.system(system);
        TurnRules rules = new TurnRules();
        String before = "";
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            String path = "messages[" + i + "]";
            if (!message.isObject()) {
                throw Invalid.type(path, "an object");
            }
            String role = Field.requiredText(message, "role", path);
            JsonNode content = message.get("content");
            if (content == null || content.isNull()) {
                throw Invalid.missing(path + ".content");
            }
            switch (role) {
                case "user" -> rules.user(content, path + ".content", before.equals("user"));
                case "assistant" -> rules.assistant(content, path, before.equals("assistant"));
                case "system" -> BlockRules.instruction(content, path + ".content");
                default ->
                    throw Invalid.value(
                            path + ".role",
                            "Invalid value for '" + path + ".role': '" + role + "'. Use user or assistant.");
            }
            before = role;
        }
        rules.requireAnswered();
    }

    /// @param goesOn the user has just spoken: the turn is the same
    private void user(JsonNode content, String path, boolean goesOn) {
        BlockRules.content(content, path, BlockRules.USER);
        for (int i = 0; i < content.size(); i++) {
            JsonNode block = content.get(i);
            String id = block.path("tool_use_id").asText();
            if (block.path("type").asText().equals("tool_result") && !open.remove(id)) {
                throw Invalid.value(
                        path + "[" + i + "].tool_use_id",
                        "A 'tool_result' must answer a 'tool_use' of the turn before: '" + id + "' was not called"
                                + (goesOn ? ", or is answered already." : "."));
            }
        }
    }

    private void assistant(JsonNode content, String path, boolean goesOn) {
        if (!goesOn) {
            requireAnswered();
        }
        BlockRules.content(content, path + ".content", BlockRules.ASSISTANT);
        caller = path;
        for (int i = 0; i < content.size(); i++) {
            JsonNode block = content.get(i);
            if (block.path("type").asText().equals("tool_use")
                    && !open.add(block.path("id").asText())) {
                throw Invalid.value(path + ".content[" + i + "].id", "The id of a 'tool_use' is used twice.");
            }
        }
    }

    private void requireAnswered() {
        if (!open.isEmpty()) {
            throw Invalid.value(
                    caller + ".content",
                    "Each 'tool_use' must be followed by a 'tool_result' in the next message; not answered: "
                            + String.join(", ", open) + ".");
        }
    }
}
