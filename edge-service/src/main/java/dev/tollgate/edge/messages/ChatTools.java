package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.ChatExtra;
import java.util.Set;

/// Tools and the choice among them, as a chat has them.
final class ChatTools {
    private ChatTools() {}

    static void write(JsonNode body, Set<ChatExtra> extras, ObjectNode chat) {
        JsonNode tools = body.path("tools");
        if (tools.isEmpty()) {
            return;
        }
        ArrayNode functions = chat.putArray("tools");
        for (int i = 0; i < tools.size(); i++) {
            JsonNode tool = tools.get(i);
            if (!ToolRules.isCustom(tool)) {
                throw new Unsayable(
                        "tools[" + i + "].type",
                        "This model's provider does not know the tool '"
                                + tool.path("type").asText()
                                + "': only tools of the type 'custom' are for all models.");
            }
            ObjectNode function = function(tool, functions.addObject());
            if (extras.contains(ChatExtra.CACHE_MARKS)
                    && tool.path("cache_control").isObject()) {
                function.set("cache_control", tool.get("cache_control"));
            }
        }
        choice(body.path("tool_choice"), chat);
    }

    private static ObjectNode function(JsonNode tool, ObjectNode into) {
        ObjectNode function = into.put("type", "function").putObject("function");
        function.put("name", tool.path("name").asText());
        String description = tool.path("description").asText("");
        if (!description.isEmpty()) {
            function.put("description", description);
        }
        function.set("parameters", tool.path("input_schema"));
        if (tool.path("strict").asBoolean()) {
            function.put("strict", true);
        }
        return into;
    }

    private static void choice(JsonNode choice, ObjectNode chat) {
        switch (choice.path("type").asText()) {
            case "any" -> chat.put("tool_choice", "required");
            case "none" -> chat.put("tool_choice", "none");
            case "tool" ->
                chat.putObject("tool_choice")
                        .put("type", "function")
                        .putObject("function")
                        .put("name", choice.path("name").asText());
            default -> {}
        }
        if (choice.path("disable_parallel_tool_use").asBoolean()) {
            chat.put("parallel_tool_calls", false);
        }
    }
}
