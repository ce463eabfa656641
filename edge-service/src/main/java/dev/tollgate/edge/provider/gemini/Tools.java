package dev.tollgate.edge.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/// Writes `tools`, `tool_choice` and `parallel_tool_calls` as function declarations and their calling mode.
final class Tools {
    private static final String CHOICE = "tool_choice";

    private final JsonNode asked;
    private final ObjectNode body;

    private Tools(JsonNode asked, ObjectNode body) {
        this.asked = asked;
        this.body = body;
    }

    /// @throws Untranslatable for tools that are no functions, and for calls one at a time
    static void write(JsonNode asked, ObjectNode body) {
        if (asked.hasNonNull("functions") || asked.hasNonNull("function_call")) {
            String param = asked.hasNonNull("functions") ? "functions" : "function_call";
            throw new Untranslatable(param, "This model does not take 'functions'. Use 'tools' instead.");
        }
        if (!asked.path("tools").isEmpty()) {
            new Tools(asked, body).write();
        }
    }

    private void write() {
        // Where one function is forced there is one thing to call: LangChain's structured output always says both.
        boolean oneForced = asked.path(CHOICE).path("type").asText().equals("function");
        if (!oneForced && !asked.path("parallel_tool_calls").asBoolean(true)) {
            throw new Untranslatable(
                    "parallel_tool_calls", "This model may call several tools at once, and cannot be kept from it.");
        }
        JsonNode choice = asked.path(CHOICE);
        String word = choice.isObject() ? choice.path("type").asText() : choice.asText("auto");
        boolean only = word.equals("allowed_tools");
        JsonNode allowed = choice.path("allowed_tools");
        declare(only ? names(allowed.path("tools")) : Set.of());
        switch (only ? allowed.path("mode").asText("auto") : word) {
            case "none" -> mode("NONE");
            case "required" -> mode("ANY");
            case "function" -> mode("ANY").putArray("allowedFunctionNames").add(forced(choice));
            case "auto" -> {}
            default -> throw new Untranslatable(CHOICE, "This model cannot be made to choose a tool that way.");
        }
    }

    private static String forced(JsonNode choice) {
        return choice.path("function").path("name").asText();
    }

    private ObjectNode mode(String mode) {
        return body.putObject("toolConfig").putObject("functionCallingConfig").put("mode", mode);
    }

    private static Set<String> names(JsonNode tools) {
        Set<String> names = new HashSet<>();
        tools.forEach(tool -> names.add(forced(tool)));
        return names;
    }

    /// @param only the names to tell of; all when empty
    private void declare(Set<String> only) {
        ArrayNode declarations = JsonNodeFactory.instance.arrayNode();
        JsonNode tools = asked.path("tools");
        for (int i = 0; i < tools.size(); i++) {
            JsonNode tool = tools.get(i);
            if (!tool.path("type").asText().equals("function")) {
                throw new Untranslatable("tools[" + i + "].type", "This model takes tools of type 'function' only.");
            }
            JsonNode function = tool.path("function");
            if (only.isEmpty() || only.contains(function.path("name").asText())) {
                declarations.add(declaration(function));
            }
        }
        if (!declarations.isEmpty()) {
            body.putArray("tools").addObject().set("functionDeclarations", declarations);
        }
    }

    private static ObjectNode declaration(JsonNode function) {
        ObjectNode declaration = JsonNodeFactory.instance
                .objectNode()
                .put("name", function.path("name").asText());
        if (function.path("description").isTextual()) {
            declaration.set("description", function.get("description"));
        }
        JsonNode parameters = function.path("parameters");
        if (parameters.isObject() && !parameters.isEmpty()) {
            declaration.set("parametersJsonSchema", SchemaSubset.of(parameters));
        }
        return declaration;
    }
}
