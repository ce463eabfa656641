package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One turn as Anthropic wants it: all that one side said until the other speaks. Results of tools stand first in a
/// user's turn, calls of tools last in an assistant's.
final class Turn {
    enum Role {
        USER,
        ASSISTANT
    }

    private final Role role;
    private final List<ObjectNode> blocks = new ArrayList<>();
    private final Map<String, ObjectNode> calls = new LinkedHashMap<>();
    private final Map<String, ObjectNode> results = new LinkedHashMap<>();
    private final Map<String, String> upstreamIds = new HashMap<>();

    Turn(Role role) {
        this.role = role;
    }

    Role role() {
        return role;
    }

    void add(ObjectNode block) {
        blocks.add(block);
    }

    /// @param callersId by which the caller's messages name the call
    void call(String callersId, String upstreamId, ObjectNode block) {
        upstreamIds.put(callersId, upstreamId);
        calls.put(upstreamId, block);
    }

    /// Null when this turn has made no such call.
    @Nullable
    String upstreamId(String callersId) {
        return upstreamIds.get(callersId);
    }

    /// @return false when there is a result for this call already
    boolean result(String upstreamId, ObjectNode block) {
        return results.putIfAbsent(upstreamId, block) == null;
    }

    boolean hasCalls() {
        return !calls.isEmpty();
    }

    Set<String> unanswered(Turn answer) {
        Set<String> open = new LinkedHashSet<>(calls.keySet());
        open.removeAll(answer.results.keySet());
        return open;
    }

    boolean answersTools() {
        return !results.isEmpty();
    }

    boolean beginsWithThinking() {
        return !blocks.isEmpty() && blocks.getFirst().path("type").asText().endsWith("thinking");
    }

    void dropThinking() {
        blocks.removeIf(block -> block.path("type").asText().endsWith("thinking"));
    }

    /// What a prefill must not end with.
    void stripEnd() {
        if (!calls.isEmpty() || blocks.isEmpty()) {
            return;
        }
        ObjectNode last = blocks.getLast();
        if (last.path("type").asText().equals("text")) {
            last.put("text", last.path("text").asText().stripTrailing());
        }
    }

    Set<String> toolNames() {
        Set<String> names = new LinkedHashSet<>();
        calls.values().forEach(call -> names.add(call.path("name").asText()));
        return names;
    }

    ObjectNode toJson() {
        ObjectNode message =
                JsonNodeFactory.instance.objectNode().put("role", role == Role.USER ? "user" : "assistant");
        ArrayNode content = message.putArray("content");
        results.values().forEach(content::add);
        blocks.forEach(content::add);
        calls.values().forEach(content::add);
        return message;
    }
}
