package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.ChatExtra;
import java.util.Set;

/// What the model has said until the user speaks: one message of a chat.
final class AssistantTurn {
    private final boolean thoughtsWanted;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thoughts = new StringBuilder();
    private final ArrayNode details = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode calls = JsonNodeFactory.instance.arrayNode();
    private String place = "";

    AssistantTurn(Set<ChatExtra> extras) {
        this.thoughtsWanted = extras.contains(ChatExtra.THOUGHTS);
    }

    void add(JsonNode content, String path) {
        place = place.isEmpty() ? path : place;
        if (content.isTextual()) {
            text.append(content.textValue());
        }
        for (int i = 0; i < content.size(); i++) {
            block(content.get(i), path + "[" + i + "]");
        }
    }

    void writeTo(ChatTurns turns) {
        if (text.isEmpty() && calls.isEmpty()) {
            // A thought without words is no turn.
            return;
        }
        ObjectNode message = turns.message("assistant", place);
        if (text.isEmpty()) {
            message.putNull("content");
        } else {
            message.put("content", text.toString());
        }
        if (thoughtsWanted && !thoughts.isEmpty()) {
            message.put("reasoning_content", thoughts.toString());
        }
        if (thoughtsWanted && !details.isEmpty()) {
            message.set(Thoughts.DETAILS, details);
        }
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
    }

    private void block(JsonNode block, String path) {
        switch (block.path("type").asText()) {
            case "text" -> text.append(block.path("text").asText());
            case "thinking" -> {
                thoughts.append(block.path("thinking").asText());
                if (!Repairs.isUnsigned(block)) {
                    details.add(Thoughts.detail(details.size(), block));
                }
            }
            case "redacted_thinking" -> details.add(Thoughts.detail(details.size(), block));
            case "tool_use" ->
                calls.addObject()
                        .put("id", block.path("id").asText())
                        .put("type", "function")
                        .putObject("function")
                        .put("name", block.path("name").asText())
                        .put("arguments", block.path("input").toString());
            default -> throw new Unsayable(path, "This model's provider knows no such block.");
        }
    }
}
