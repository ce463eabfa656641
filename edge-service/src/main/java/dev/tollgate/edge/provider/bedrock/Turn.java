package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.chat.ToolTurn;
import java.util.ArrayList;
import java.util.List;

/// One turn as Converse wants it: all that one side said until the other speaks. Results of tools stand first
/// in a user's turn, calls of tools last in an assistant's.
final class Turn {
    private static final String ATTACHED = "(A document is attached.)";

    private final boolean assistant;
    private final List<ObjectNode> blocks = new ArrayList<>();
    private final ToolTurn tools = new ToolTurn();

    Turn(boolean assistant) {
        this.assistant = assistant;
    }

    boolean isAssistant() {
        return assistant;
    }

    void add(ObjectNode block) {
        blocks.add(block);
    }

    ToolTurn tools() {
        return tools;
    }

    boolean hasCalls() {
        return !tools.calls().isEmpty();
    }

    boolean answersTools() {
        return !tools.results().isEmpty();
    }

    boolean beginsWithThinking() {
        return !blocks.isEmpty() && blocks.getFirst().has("reasoningContent");
    }

    void dropThinking() {
        blocks.removeIf(block -> block.has("reasoningContent"));
    }

    /// White space at the end of what the model shall go on with is refused.
    void stripEnd() {
        if (!hasCalls() && !blocks.isEmpty() && blocks.getLast().has("text")) {
            blocks.getLast().put("text", blocks.getLast().path("text").asText().stripTrailing());
        }
    }

    ObjectNode toJson() {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("role", assistant ? "assistant" : "user");
        ArrayNode content = message.putArray("content");
        tools.results().forEach(content::add);
        blocks.forEach(content::add);
        if (has("document") && !has("text")) {
            content.add(Parts.text(ATTACHED));
        }
        tools.calls().forEach(content::add);
        return message;
    }

    private boolean has(String kind) {
        return blocks.stream().anyMatch(block -> block.has(kind));
    }
}
