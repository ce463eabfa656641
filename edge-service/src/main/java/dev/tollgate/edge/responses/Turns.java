package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.json.Invalid;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes messages of items. What the assistant thought, said and called one after the other is one message;
/// what came of its calls stands right behind it, as a chat wants it, wherever the caller has put it.
final class Turns {
    private static final String CALL_ID = "call_id";
    private static final String CONTENT = "content";

    /// @param index of the item
    private record Output(JsonNode item, int index) {}

    private final Keeper keeper;
    private final Places places = new Places();
    private final ArrayNode messages = JsonNodeFactory.instance.arrayNode();
    private final Map<String, Output> outputs = new HashMap<>();
    /// Where each call stands.
    private final Map<String, String> called = new HashMap<>();
    /// The assistant's turn that is being put together.
    private @Nullable ObjectNode open;
    private String openPlace = "";
    private String openContent = "";

    Turns(Keeper keeper) {
        this.keeper = keeper;
    }

    Places places() {
        return places;
    }

    ArrayNode of(JsonNode instructions, JsonNode input) {
        if (instructions.isTextual()) {
            say("system", instructions, "instructions");
        }
        if (input.isTextual()) {
            say("user", input, "input");
        }
        for (int i = 0; i < input.size(); i++) {
            String kind = ItemRules.kind(input.get(i), path(i));
            if (kind.equals("function_call_output") || kind.equals("custom_tool_call_output")) {
                answer(input.get(i), i);
            }
        }
        for (int i = 0; i < input.size(); i++) {
            item(input.get(i), i);
        }
        close();
        return messages;
    }

    private static String path(int index) {
        return "input[" + index + "]";
    }

    private void say(String role, JsonNode text, String place) {
        messages.addObject().put("role", role).set(CONTENT, text);
        places.add(place, place);
    }

    private void answer(JsonNode item, int index) {
        if (outputs.put(item.path(CALL_ID).asText(), new Output(item, index)) != null) {
            throw Invalid.value(
                    path(index) + "." + CALL_ID,
                    "The call '" + item.path(CALL_ID).asText() + "' has its output twice.");
        }
    }

    private void item(JsonNode item, int index) {
        String path = path(index);
        String kind = ItemRules.kind(item, path);
        switch (kind) {
            case "message" -> message(item, path);
            case "function_call" -> call(item, path, "function", "arguments");
            case "custom_tool_call" -> call(item, path, "custom", "input");
            case "function_call_output", "custom_tool_call_output" -> {
                close();
                if (!called.containsKey(item.path(CALL_ID).asText())) {
                    throw Invalid.value(
                            path + "." + CALL_ID,
                            "No tool call found for the output with call_id '"
                                    + item.path(CALL_ID).asText() + "'.");
                }
            }
            case "reasoning" -> think(item, path);
            case "item_reference" ->
                throw Invalid.value(path + ".type", "The provider of this model keeps no items: send the item itself.");
            default ->
                throw Invalid.value(
                        path + ".type", "The provider of this model knows no items of type '" + kind + "'.");
        }
    }

    private void message(JsonNode item, String path) {
        String role = item.path("role").asText();
        if (role.equals("assistant")) {
            ObjectNode turn = open(path);
            openContent = path + "." + CONTENT;
            Parts.addSaid(turn, item.path(CONTENT), openContent);
            carry(item, turn);
        } else {
            close();
            ObjectNode message = messages.addObject().put("role", role.equals("user") ? role : "system");
            message.set(CONTENT, Parts.of(item.path(CONTENT), path + "." + CONTENT));
            places.add(path, path + "." + CONTENT);
        }
    }

    private void call(JsonNode item, String path, String type, String argument) {
        ObjectNode call = open(path).withArray("tool_calls").addObject();
        call.set("id", item.path(CALL_ID));
        call.put("type", type);
        ObjectNode what = call.putObject(type);
        what.set("name", item.path("name"));
        what.set(argument, item.path(argument));
        carry(item, call);
        if (called.put(item.path(CALL_ID).asText(), path) != null) {
            throw Invalid.value(path + "." + CALL_ID, "The id of a tool call is used twice.");
        }
    }

    /// What a chat carries beside OpenAI's fields, and wants back.
    private static void carry(JsonNode item, ObjectNode said) {
        if (item.path(Thoughts.EXTRA).isObject()) {
            said.set(Thoughts.EXTRA, item.get(Thoughts.EXTRA));
        }
    }

    /// Thoughts of another provider are none of this one's.
    private void think(JsonNode item, String path) {
        ObjectNode thoughts = Thoughts.opened(item.path("encrypted_content").asText(""), keeper);
        if (thoughts != null) {
            Thoughts.add(thoughts, open(path));
        }
    }

    private ObjectNode open(String path) {
        ObjectNode turn = open;
        if (turn == null) {
            turn = JsonNodeFactory.instance
                    .objectNode()
                    .put("role", "assistant")
                    .putNull(CONTENT);
            open = turn;
            openPlace = path;
            openContent = path;
        }
        return turn;
    }

    private void close() {
        ObjectNode turn = open;
        if (turn == null) {
            return;
        }
        open = null;
        if (turn.path(CONTENT).isNull() && !turn.has("tool_calls")) {
            // Thoughts alone say nothing.
            return;
        }
        messages.add(turn);
        places.add(openPlace, openContent);
        for (JsonNode call : turn.path("tool_calls")) {
            Output output = outputs.get(call.path("id").asText());
            if (output == null) {
                throw Invalid.value(
                        called.get(call.path("id").asText()),
                        "No tool output found for the call '" + call.path("id").asText() + "'.");
            }
            String place = path(output.index());
            messages.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", call.path("id").asText())
                    .set(CONTENT, Parts.text(output.item().path("output"), place + ".output"));
            places.add(place, place + ".output");
        }
    }
}
