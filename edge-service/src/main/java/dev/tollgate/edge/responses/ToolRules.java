package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.json.Invalid;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tools that the caller runs (functions, custom ones), and *hosted* ones, which the provider runs itself.
final class ToolRules {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");

    private ToolRules() {}

    static void check(Map<String, JsonNode> fields) {
        Field.flag(fields, "parallel_tool_calls");
        JsonNode tools = fields.get("tools");
        if (tools != null) {
            if (!tools.isArray()) {
                throw Invalid.type("tools", "an array");
            }
            for (int i = 0; i < tools.size(); i++) {
                check(tools.get(i), "tools[" + i + "]");
            }
        }
        JsonNode choice = fields.get("tool_choice");
        if (choice != null) {
            checkChoice(choice);
        }
    }

    private static void check(JsonNode tool, String path) {
        if (!tool.isObject()) {
            throw Invalid.type(path, "an object");
        }
        if (!isCallers(Field.requiredText(tool, "type", path))) {
            return;
        }
        if (!NAME.matcher(Field.requiredText(tool, "name", path)).matches()) {
            throw Invalid.value(path + ".name", "A tool's name has 1 to 128 letters, digits, underscores or hyphens.");
        }
        JsonNode parameters = tool.get("parameters");
        if (parameters != null && !parameters.isNull() && !parameters.isObject()) {
            throw Invalid.type(path + ".parameters", "an object");
        }
    }

    private static void checkChoice(JsonNode choice) {
        if (choice.isObject()) {
            Field.requiredText(choice, "type", "tool_choice");
            return;
        }
        if (!choice.isTextual()) {
            throw Invalid.type("tool_choice", "a string or an object");
        }
        switch (choice.textValue()) {
            case "none", "auto", "required" -> {}
            default ->
                throw Invalid.value(
                        "tool_choice", "Invalid value for 'tool_choice': must be none, auto, required or an object.");
        }
    }

    private static boolean isCallers(String type) {
        return type.equals("function") || type.equals("custom");
    }

    /// Where the first tool stands that the provider would run itself; null when there is none.
    static @Nullable String hosted(@Nullable JsonNode tools) {
        if (tools != null) {
            for (int i = 0; i < tools.size(); i++) {
                if (!isCallers(tools.get(i).path("type").asText())) {
                    return "tools[" + i + "].type";
                }
            }
        }
        return null;
    }
}
