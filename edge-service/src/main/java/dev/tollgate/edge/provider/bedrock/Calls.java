package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Writes calls of tools, named so that Converse takes them: at most 64 letters, digits, `_` and `-`, and never
/// the same twice in a conversation. Ids that are so already stay; the same history always gets the same ids,
/// so that it stays cached.
final class Calls {
    private static final Pattern REFUSED = Pattern.compile("[^a-zA-Z0-9_-]");
    private static final int ID_MAX = 64;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Set<String> used = new HashSet<>();

    /// The old-style calls have no ids.
    static String ofFunction(String name) {
        return "function_" + name;
    }

    /// @param function its name, and its arguments as JSON text
    void add(Turn turn, String callersId, JsonNode function) {
        String id = unused(REFUSED.matcher(callersId).replaceAll("_"));
        String input = function.path("arguments").asText(function.path("input").asText());
        ObjectNode block = JsonNodeFactory.instance.objectNode();
        block.putObject("toolUse")
                .put("toolUseId", id)
                .put("name", function.path("name").asText())
                .set("input", parsed(input));
        turn.tools().call(callersId, id, block);
    }

    private String unused(String wanted) {
        String base = wanted.isEmpty() ? "call" : wanted.substring(0, Math.min(ID_MAX, wanted.length()));
        String id = base;
        for (int i = 2; !used.add(id); i++) {
            String suffix = "_" + i;
            id = base.substring(0, Math.min(base.length(), ID_MAX - suffix.length())) + suffix;
        }
        return id;
    }

    /// What a model wrote need not be an object: it is kept as one member then.
    private static ObjectNode parsed(String arguments) {
        if (arguments.isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            if (JSON.readTree(arguments) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.objectNode().put("arguments", arguments);
        }
        return JsonNodeFactory.instance.objectNode().put("arguments", arguments);
    }
}
