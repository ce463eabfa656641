package dev.tollgate.edge.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// The turns of a conversation as this API wants them: user and model in turn, a user's first and last, none empty.
final class Turns {
    static final String USER = "user";
    static final String MODEL = "model";
    /// Said by a user who says nothing: in front of a conversation that the model begins.
    private static final String SILENCE = " ";
    /// Said by a user who lets the model speak on.
    private static final String GO_ON = "Continue.";

    private final ArrayNode contents = JsonNodeFactory.instance.arrayNode();

    /// Adds to the last turn if it is the same role's.
    void add(String role, List<ObjectNode> parts) {
        if (parts.isEmpty()) {
            return;
        }
        if (contents.isEmpty() && role.equals(MODEL)) {
            open(USER).add(text(SILENCE));
        }
        ArrayNode open = lastRole().equals(role) ? lastParts() : open(role);
        parts.forEach(open::add);
    }

    /// Whether the last turn is the model's and calls a function.
    boolean endsWithCalls() {
        if (!lastRole().equals(MODEL)) {
            return false;
        }
        for (JsonNode part : lastParts()) {
            if (part.has("functionCall")) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return contents.isEmpty();
    }

    ArrayNode finished() {
        if (lastRole().equals(MODEL)) {
            open(USER).add(text(GO_ON));
        }
        return contents;
    }

    static ObjectNode text(String text) {
        return JsonNodeFactory.instance.objectNode().put("text", text);
    }

    private ArrayNode open(String role) {
        return contents.addObject().put("role", role).putArray("parts");
    }

    private String lastRole() {
        return contents.path(contents.size() - 1).path("role").asText();
    }

    private ArrayNode lastParts() {
        return (ArrayNode) contents.path(contents.size() - 1).path("parts");
    }
}
