package dev.tollgate.local.fake.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What the demo's model is asked: the same as a chat with these messages.
final class ChatBody {

    private ChatBody() {}

    static ObjectNode of(JsonNode body, ArrayNode messages) {
        ObjectNode chat = JsonNodeFactory.instance.objectNode();
        chat.set("model", body.get("model"));
        chat.set("messages", messages);
        if (body.hasNonNull("max_output_tokens")) {
            chat.set("max_completion_tokens", body.get("max_output_tokens"));
        }
        if (body.hasNonNull("parallel_tool_calls")) {
            chat.set("parallel_tool_calls", body.get("parallel_tool_calls"));
        }
        if (body.path("reasoning").hasNonNull("effort")) {
            chat.set("reasoning_effort", body.path("reasoning").get("effort"));
        }
        tools(body, chat);
        format(body.path("text").path("format"), chat);
        return chat;
    }

    private static void tools(JsonNode body, ObjectNode chat) {
        if (body.path("tools").isEmpty()) {
            return;
        }
        ArrayNode tools = chat.putArray("tools");
        body.path("tools").forEach(tool -> nested(tool, tools.addObject()));
        JsonNode choice = body.path("tool_choice");
        if (choice.isTextual()) {
            chat.set("tool_choice", choice);
        } else if (choice.path("type").asText().equals("allowed_tools")) {
            ObjectNode allowed =
                    chat.putObject("tool_choice").put("type", "allowed_tools").putObject("allowed_tools");
            allowed.set("mode", choice.path("mode"));
            ArrayNode named = allowed.putArray("tools");
            choice.path("tools").forEach(tool -> nested(tool, named.addObject()));
        } else if (choice.isObject()) {
            nested(choice, chat.putObject("tool_choice"));
        }
    }

    private static void nested(JsonNode flat, ObjectNode tool) {
        String type = flat.path("type").asText();
        ObjectNode inner = tool.put("type", type).putObject(type);
        flat.properties().stream()
                .filter(member -> !member.getKey().equals("type"))
                .forEach(member -> inner.set(member.getKey(), member.getValue()));
    }

    private static void format(JsonNode format, ObjectNode chat) {
        if (format.isObject()) {
            ObjectNode said = chat.putObject("response_format");
            said.set("type", format.path("type"));
            said.putObject("json_schema").set("schema", format.path("schema"));
        }
    }
}
