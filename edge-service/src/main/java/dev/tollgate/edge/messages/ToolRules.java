package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.json.Invalid;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Tools and the choice among them.
final class ToolRules {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");
    private static final Set<String> CHOICES = Set.of("auto", "any", "tool", "none");
    private static final String CHOICE = "tool_choice";

    private ToolRules() {}

    static void check(Map<String, JsonNode> fields) {
        Set<String> names = new HashSet<>();
        JsonNode tools = fields.get("tools");
        if (tools != null) {
            if (!tools.isArray()) {
                throw Invalid.type("tools", "an array");
            }
            for (int i = 0; i < tools.size(); i++) {
                tool(tools.get(i), "tools[" + i + "]", names);
            }
        }
        JsonNode choice = fields.get(CHOICE);
        if (choice != null) {
            choice(choice, names);
        }
    }

    /// A tool that the caller runs by its own schema, and not one that Anthropic has defined.
    static boolean isCustom(JsonNode tool) {
        return tool.path("type").asText("custom").equals("custom");
    }

    private static void tool(JsonNode tool, String path, Set<String> names) {
        if (!tool.isObject()) {
            throw Invalid.type(path, "an object");
        }
        JsonNode type = tool.get("type");
        if (type != null && !type.isNull() && !type.isTextual()) {
            throw Invalid.type(path + ".type", "a string");
        }
        if (!isCustom(tool)) {
            // One of Anthropic's own; some, such as sets of tools, have no name.
            names.add(tool.path("name").asText());
            return;
        }
        String name = Field.requiredText(tool, "name", path);
        if (!NAME.matcher(name).matches()) {
            throw Invalid.value(path + ".name", "A tool's name has 1 to 128 letters, digits, underscores or hyphens.");
        }
        if (!names.add(name)) {
            throw Invalid.value(path + ".name", "The name of a tool is used twice: '" + name + "'.");
        }
        JsonNode schema = tool.get("input_schema");
        if (schema == null || schema.isNull()) {
            throw Invalid.missing(path + ".input_schema");
        }
        if (!schema.isObject()) {
            throw Invalid.type(path + ".input_schema", "an object");
        }
    }

    private static void choice(JsonNode choice, Set<String> names) {
        if (!choice.isObject()) {
            throw Invalid.type(CHOICE, "an object");
        }
        String type = Field.requiredText(choice, "type", CHOICE);
        MessagesView.oneOf(CHOICE + ".type", type, CHOICES);
        JsonNode alone = choice.get("disable_parallel_tool_use");
        if (alone != null && !alone.isNull() && !alone.isBoolean()) {
            throw Invalid.type(CHOICE + ".disable_parallel_tool_use", "a boolean");
        }
        if (names.isEmpty() && !type.equals("none") && !type.equals("auto")) {
            throw Invalid.value(CHOICE, "'tool_choice' may only be given with 'tools'.");
        }
        if (type.equals("tool")) {
            String name = Field.requiredText(choice, "name", CHOICE);
            if (!names.contains(name)) {
                throw Invalid.value(CHOICE + ".name", "There is no tool of the name '" + name + "' in 'tools'.");
            }
        }
    }
}
