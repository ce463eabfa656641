package dev.tollgate.edge.provider.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.openai.ChatHistory;
import dev.tollgate.edge.provider.spi.openai.ChatTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Mends a history in place. After a tool has answered it is the model's turn, instructions stand at the head, and who
/// speaks last is not the model, unless it is to go on where it stopped.
final class MistralHistory {
    private static final String ROLE = "role";
    private static final String CONTENT = "content";
    private static final String CALLS = "tool_calls";
    private static final String THOUGHTS = "reasoning_content";
    private static final String ASSISTANT = "assistant";
    private static final Set<String> FIELDS = Set.of(ROLE, CONTENT, CALLS, "prefix");
    private static final Set<String> TOOL_FIELDS = Set.of(ROLE, CONTENT, "tool_call_id", "name");
    /// What the model says where the caller speaks right after a tool.
    private static final String HEARD = "Understood.";

    private final ChatTree chat;
    private final boolean thinks;

    /// @param thinks whether the model is to have its thoughts back
    MistralHistory(ChatTree chat, boolean thinks) {
        this.chat = chat;
        this.thinks = thinks;
    }

    void mend() {
        ChatHistory history = new ChatHistory(chat);
        history.roles();
        // It fetches images itself.
        history.textAndImages(address -> address);
        history.dropEmptyTurns();
        boolean head = true;
        List<JsonNode> turns = new ArrayList<>();
        for (JsonNode message : chat.messages()) {
            if (message instanceof ObjectNode turn) {
                head &= is(turn, "system");
                mend(turn, head);
                if (is(turn, "user") && !turns.isEmpty() && is(turns.getLast(), "tool")) {
                    turns.add(JsonNodeFactory.instance
                            .objectNode()
                            .put(ROLE, ASSISTANT)
                            .put(CONTENT, HEARD));
                }
                turns.add(turn);
            }
        }
        chat.messages().removeAll().addAll(turns);
        if (!turns.isEmpty() && turns.getLast() instanceof ObjectNode last && goesOn(last)) {
            last.put("prefix", true);
        }
    }

    private static boolean goesOn(ObjectNode last) {
        return is(last, ASSISTANT) && last.path(CALLS).isEmpty();
    }

    private void mend(ObjectNode turn, boolean head) {
        switch (turn.path(ROLE).asText()) {
            case ASSISTANT -> assistant(turn);
            case "tool" -> {
                turn.put("tool_call_id", CallIds.of(turn.path("tool_call_id").asText()));
                turn.retain(TOOL_FIELDS);
            }
            case "system" -> {
                if (!head) {
                    turn.put(ROLE, "user")
                            .put(CONTENT, "<system>\n" + turn.path(CONTENT).asText() + "\n</system>");
                }
                turn.retain(FIELDS);
            }
            default -> turn.retain(FIELDS);
        }
    }

    private void assistant(ObjectNode turn) {
        String thoughts = turn.path(THOUGHTS).asText("");
        turn.retain(FIELDS);
        if (turn.get(CALLS) instanceof ArrayNode calls && !calls.isEmpty()) {
            for (JsonNode call : calls) {
                if (call instanceof ObjectNode one) {
                    one.put("id", CallIds.of(one.path("id").asText()));
                }
            }
        } else {
            turn.remove(CALLS);
        }
        if (thinks && !thoughts.isEmpty()) {
            String said = turn.path(CONTENT).asText("");
            ArrayNode parts = turn.putArray(CONTENT);
            ObjectNode thinking = parts.addObject().put("type", "thinking");
            thinking.putArray("thinking").addObject().put("type", "text").put("text", thoughts);
            if (!said.isEmpty()) {
                parts.addObject().put("type", "text").put("text", said);
            }
        }
    }

    private static boolean is(JsonNode turn, String role) {
        return turn.path(ROLE).asText().equals(role);
    }
}
