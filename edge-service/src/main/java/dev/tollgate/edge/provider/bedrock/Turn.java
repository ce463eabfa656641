package dev.tollgate.edge.provider.bedrock;

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

/// One turn as Converse wants it: all that one side said until the other speaks. Results of tools stand first
/// in a user's turn, calls of tools last in an assistant's.
final class Turn {
    private static final String ATTACHED = "(A document is attached.)";

    private final boolean assistant;
    private final List<ObjectNode> blocks = new ArrayList<>();
    private final Map<String, ObjectNode> calls = new LinkedHashMap<>();
    private final Map<String, ObjectNode> results = new LinkedHashMap<>();
    private final Map<String, String> upstreamIds = new HashMap<>();

    Turn(boolean assistant) {
        this.assistant = assistant;
    }

    boolean isAssistant() {
        return assistant;
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

    boolean answersTools() {
        return !results.isEmpty();
    }

    Set<String> unanswered(Turn answer) {
        Set<String> open = new LinkedHashSet<>(calls.keySet());
        open.removeAll(answer.results.keySet());
        return open;
    }

    boolean beginsWithThinking() {
        return !blocks.isEmpty() && blocks.getFirst().has("reasoningContent");
    }

    void dropThinking() {
        blocks.removeIf(block -> block.has("reasoningContent"));
    }

    /// White space at the end of what the model shall go on with is refused.
    void stripEnd() {
        if (calls.isEmpty() && !blocks.isEmpty() && blocks.getLast().has("text")) {
            blocks.getLast().put("text", blocks.getLast().path("text").asText().stripTrailing());
        }
    }

    ObjectNode toJson() {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("role", assistant ? "assistant" : "user");
        ArrayNode content = message.putArray("content");
        results.values().forEach(content::add);
        blocks.forEach(content::add);
        if (has("document") && !has("text")) {
            content.add(Parts.text(ATTACHED));
        }
        calls.values().forEach(content::add);
        return message;
    }

    private boolean has(String kind) {
        return blocks.stream().anyMatch(block -> block.has(kind));
    }
}
