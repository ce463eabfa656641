package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Names calls of tools so that Anthropic takes them: letters, digits, `_` and `-` only, and never the same twice
/// in a conversation. Ids that are so already stay; the same history always gets the same ids, so that it stays
/// cached.
final class CallIds {
    private static final Pattern REFUSED = Pattern.compile("[^a-zA-Z0-9_-]");

    private final Set<String> used = new HashSet<>();

    /// The old-style calls have no ids.
    static String ofFunction(String name) {
        return "function_" + name;
    }

    /// @param function its name, and its arguments as JSON text
    void call(Turn turn, String callersId, JsonNode function) {
        String id = unused(REFUSED.matcher(callersId).replaceAll("_"));
        String input = function.path("arguments").asText(function.path("input").asText());
        ObjectNode block = JsonNodeFactory.instance
                .objectNode()
                .put("type", "tool_use")
                .put("id", id)
                .put("name", function.path("name").asText());
        block.set("input", Arguments.parsed(input));
        turn.tools().call(callersId, id, block);
    }

    private String unused(String wanted) {
        String base = wanted.isEmpty() ? "call" : wanted;
        String id = base;
        for (int i = 2; !used.add(id); i++) {
            id = base + "_" + i;
        }
        return id;
    }
}
