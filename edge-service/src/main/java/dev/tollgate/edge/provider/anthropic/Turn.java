package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.chat.ToolTurn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// One turn as Anthropic wants it: all that one side said until the other speaks. Results of tools stand first in a
/// user's turn, calls of tools last in an assistant's.
final class Turn {
    enum Role {
        USER,
        ASSISTANT
    }

    private final Role role;
    private final List<ObjectNode> blocks = new ArrayList<>();
    private final ToolTurn tools = new ToolTurn();

    Turn(Role role) {
        this.role = role;
    }

    Role role() {
        return role;
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
        return !blocks.isEmpty() && blocks.getFirst().path("type").asText().endsWith("thinking");
    }

    void dropThinking() {
        blocks.removeIf(block -> block.path("type").asText().endsWith("thinking"));
    }

    /// What a prefill must not end with.
    void stripEnd() {
        if (hasCalls() || blocks.isEmpty()) {
            return;
        }
        ObjectNode last = blocks.getLast();
        if (last.path("type").asText().equals("text")) {
            last.put("text", last.path("text").asText().stripTrailing());
        }
    }

    Set<String> toolNames() {
        Set<String> names = new LinkedHashSet<>();
        tools.calls().forEach(call -> names.add(call.path("name").asText()));
        return names;
    }

    ObjectNode toJson() {
        ObjectNode message =
                JsonNodeFactory.instance.objectNode().put("role", role == Role.USER ? "user" : "assistant");
        ArrayNode content = message.putArray("content");
        tools.results().forEach(content::add);
        blocks.forEach(content::add);
        tools.calls().forEach(content::add);
        return message;
    }
}
