package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.json.Invalid;

/// Tools, and the choice among them, as a chat has them: one level deeper.
final class ChatTools {
    private static final String FUNCTION = "function";
    private static final String CUSTOM = "custom";
    private static final String ALLOWED = "allowed_tools";
    private static final String TYPE = "type";

    private ChatTools() {}

    static void say(ObjectNode asked, ObjectNode chat) {
        String hosted = ToolRules.hosted(asked.get("tools"));
        if (hosted != null) {
            throw Invalid.value(hosted, "The provider of this model runs no tools of its own: use functions.");
        }
        if (asked.path("tools").isEmpty()) {
            return;
        }
        ArrayNode tools = chat.putArray("tools");
        asked.path("tools").forEach(tool -> tools.add(tool(tool)));
        if (asked.hasNonNull("parallel_tool_calls")) {
            chat.set("parallel_tool_calls", asked.get("parallel_tool_calls"));
        }
        JsonNode choice = asked.path("tool_choice");
        if (choice.isTextual()) {
            chat.set("tool_choice", choice);
        } else if (choice.isObject()) {
            chat.set("tool_choice", choice(choice));
        }
    }

    private static ObjectNode tool(JsonNode tool) {
        boolean function = tool.path(TYPE).asText().equals(FUNCTION);
        ObjectNode said = object(function ? FUNCTION : CUSTOM);
        ObjectNode inner = said.putObject(function ? FUNCTION : CUSTOM);
        for (String member : new String[] {"name", "description", "parameters", "strict"}) {
            if (tool.hasNonNull(member)) {
                inner.set(member, tool.get(member));
            }
        }
        if (tool.get("format") instanceof ObjectNode format) {
            inner.set("format", format(format));
        }
        return said;
    }

    /// A grammar stands one level deeper, too.
    private static ObjectNode format(ObjectNode format) {
        if (!format.path(TYPE).asText().equals("grammar")) {
            return format;
        }
        ObjectNode said = object("grammar");
        ObjectNode grammar = said.putObject("grammar");
        grammar.set("definition", format.path("definition"));
        grammar.set("syntax", format.path("syntax"));
        return said;
    }

    private static ObjectNode choice(JsonNode choice) {
        String type = choice.path(TYPE).asText();
        return switch (type) {
            case FUNCTION, CUSTOM -> named(choice);
            case ALLOWED -> {
                ObjectNode said = object(ALLOWED);
                ObjectNode allowed = said.putObject(ALLOWED);
                allowed.set("mode", choice.path("mode"));
                ArrayNode tools = allowed.putArray("tools");
                choice.path("tools").forEach(tool -> tools.add(named(tool)));
                yield said;
            }
            default ->
                throw Invalid.value("tool_choice.type", "The provider of this model has no tool '" + type + "'.");
        };
    }

    private static ObjectNode named(JsonNode tool) {
        String type = tool.path(TYPE).asText();
        ObjectNode said = object(type);
        said.putObject(type).set("name", tool.path("name"));
        return said;
    }

    private static ObjectNode object(String type) {
        return JsonNodeFactory.instance.objectNode().put(TYPE, type);
    }
}
