package dev.tollgate.edge.provider.spi.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Mends a history for providers that are stricter than OpenAI: newer and older roles, parts of text, empty turns,
/// runs of one role, thoughts that have to be given back. Works on the tree in place.
public final class ChatHistory {
    private static final String ROLE = "role";
    private static final String CONTENT = "content";
    private static final String CALLS = "tool_calls";
    private static final String THOUGHTS = "reasoning_content";
    private static final String ASSISTANT = "assistant";
    /// Stands for thoughts that the caller did not keep: providers want the field, and not empty.
    private static final String NO_THOUGHTS = " ";

    private final ChatTree chat;

    public ChatHistory(ChatTree chat) {
        this.chat = chat;
    }

    /// `developer` is `system`; `function` and `function_call` are what tools were before they had ids.
    public void roles() {
        Map<String, String> called = new HashMap<>();
        int index = 0;
        for (JsonNode message : chat.messages()) {
            if (message instanceof ObjectNode turn) {
                switch (turn.path(ROLE).asText()) {
                    case "developer" -> turn.put(ROLE, "system");
                    case ASSISTANT -> asTools(turn, "call_" + index, called);
                    case "function" -> {
                        String name = turn.path("name").asText();
                        turn.put(ROLE, "tool").put("tool_call_id", called.getOrDefault(name, "call_" + name));
                        turn.remove("name");
                    }
                    default -> {}
                }
            }
            index++;
        }
    }

    private static void asTools(ObjectNode turn, String id, Map<String, String> called) {
        JsonNode call = turn.path("function_call");
        if (call.isObject()) {
            ObjectNode tool = turn.putArray(CALLS).addObject().put("id", id).put("type", "function");
            tool.set("function", call);
            called.put(call.path("name").asText(), id);
        }
        turn.remove("function_call");
        turn.remove("audio");
    }

    /// Content as one string; what is no text is refused.
    public void textOnly() {
        parts(null);
    }

    /// Content as one string where it is text alone; images stay, with their address as the provider takes it.
    ///
    /// @param images makes an address what is sent; null when it cannot be
    public void textAndImages(UnaryOperator<@Nullable String> images) {
        parts(images);
    }

    private void parts(@Nullable UnaryOperator<@Nullable String> images) {
        int index = 0;
        for (JsonNode message : chat.messages()) {
            if (message instanceof ObjectNode turn && turn.get(CONTENT) instanceof ArrayNode parts) {
                String path = "messages[" + index + "].content";
                if (judge(parts, path, images)) {
                    turn.set(CONTENT, TextNode.valueOf(joined(parts)));
                }
            }
            index++;
        }
    }

    /// @return whether all of it is text
    private boolean judge(ArrayNode parts, String path, @Nullable UnaryOperator<@Nullable String> images) {
        boolean text = true;
        int index = 0;
        for (JsonNode part : parts) {
            String at = path + "[" + index++ + "]";
            String type = part.path("type").asText();
            if (type.equals("image_url") && images != null) {
                text = false;
                image(part, at, images);
            } else if (!type.equals("text") && !type.equals("refusal")) {
                chat.unsupported(at, "This model of this provider takes no part of type " + type + ".");
            }
        }
        return text;
    }

    private void image(JsonNode part, String at, UnaryOperator<@Nullable String> images) {
        String sent = images.apply(ImageAddress.of(part));
        if (sent == null) {
            chat.unsupported(at, "This provider takes images as data only.");
        } else if (part instanceof ObjectNode object) {
            object.putObject("image_url").put("url", sent);
        }
    }

    private static String joined(ArrayNode parts) {
        StringJoiner text = new StringJoiner("\n");
        parts.forEach(part -> text.add(part.path(part.path("type").asText()).asText()));
        return text.toString();
    }

    /// A turn of the user, the system or the assistant that says and calls nothing is refused by strict providers.
    public void dropEmptyTurns() {
        for (Iterator<JsonNode> turns = chat.messages().iterator(); turns.hasNext(); ) {
            JsonNode turn = turns.next();
            boolean silent = turn.path(CONTENT).isEmpty()
                    && turn.path(CONTENT).asText("").isBlank();
            if (silent
                    && turn.path(CALLS).isEmpty()
                    && !turn.path(ROLE).asText().equals("tool")) {
                turns.remove();
            }
        }
    }

    /// One turn where the user, or the assistant, speaks several times in a row; calls of tools end it. Content is
    /// text.
    public void mergeRuns() {
        ObjectNode before = null;
        for (Iterator<JsonNode> turns = chat.messages().iterator(); turns.hasNext(); ) {
            ObjectNode next = turns.next() instanceof ObjectNode turn ? turn : null;
            if (before != null && next != null && isRun(before, next)) {
                before.put(
                        CONTENT,
                        both(before.path(CONTENT).asText(""), next.path(CONTENT).asText("")));
                next.remove(CONTENT);
                before.setAll(next);
                turns.remove();
            } else {
                before = next;
            }
        }
    }

    private static boolean isRun(ObjectNode before, ObjectNode next) {
        String role = next.path(ROLE).asText();
        return (role.equals("user") || role.equals(ASSISTANT))
                && before.path(ROLE).asText().equals(role)
                && before.path(CALLS).isEmpty();
    }

    private static String both(String first, String second) {
        if (first.isBlank() || second.isBlank()) {
            return first.isBlank() ? second : first;
        }
        return first + "\n\n" + second;
    }

    /// Thoughts of earlier turns.
    ///
    /// @param withCalls what calls tools must carry its thoughts, kept or not
    /// @param others whether other turns may carry theirs
    public void thoughts(boolean withCalls, boolean others) {
        for (JsonNode message : chat.messages()) {
            if (!(message instanceof ObjectNode turn)
                    || !turn.path(ROLE).asText().equals(ASSISTANT)) {
                continue;
            }
            boolean calls = !turn.path(CALLS).isEmpty();
            if (calls && withCalls) {
                String kept = turn.path(THOUGHTS).asText("");
                turn.put(THOUGHTS, kept.isEmpty() ? NO_THOUGHTS : kept);
            } else if (calls || !others) {
                turn.remove(THOUGHTS);
            }
        }
    }

    /// Says something to the model before all else.
    public void instruct(String text) {
        ArrayNode messages = chat.messages();
        if (messages.path(0) instanceof ObjectNode first
                && first.path(ROLE).asText().equals("system")) {
            first.put(CONTENT, first.path(CONTENT).asText() + "\n\n" + text);
        } else {
            messages.insertObject(0).put(ROLE, "system").put(CONTENT, text);
        }
    }
}
