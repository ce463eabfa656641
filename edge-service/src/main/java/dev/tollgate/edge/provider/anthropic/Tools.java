package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tools and the choice among them.
///
/// @param definitions empty for none
/// @param choice null to leave it to the model
record Tools(ArrayNode definitions, @Nullable ObjectNode choice) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /// What a choice comes to: its type at Anthropic, and the tool's name or null.
    private record Choice(String type, @Nullable String tool) {
        static final Choice OPEN = new Choice("auto", null);

        boolean forces() {
            return type.equals("any") || type.equals("tool");
        }
    }

    /// @param called the names of tools that the history calls: Anthropic wants to know them
    static Tools of(ObjectNode chat, AnswerFormat format, Set<String> called, boolean forcing) {
        Choice choice = choice(chat.path("tool_choice"));
        if (choice.forces() && !forcing) {
            throw new Untranslatable("tool_choice", "This model cannot be made to call a tool: use 'auto'.");
        }
        ArrayNode definitions = definitions(chat.path("tools"), allowed(chat.path("tool_choice")));
        ObjectNode answer = format.tool();
        boolean parallel = chat.path("parallel_tool_calls").asBoolean(true);
        if (answer != null && !choice.forces()) {
            return answerBy(answer, definitions, choice, parallel);
        }
        if (!definitions.isEmpty()) {
            return new Tools(definitions, choiceJson(choice, parallel));
        }
        called.forEach(name -> definitions.add(stub(name)));
        return new Tools(definitions, called.isEmpty() ? null : choiceJson(new Choice("none", null), true));
    }

    boolean isForced() {
        String type = choice == null ? "" : choice.path("type").asText();
        return type.equals("any") || type.equals("tool");
    }

    void writeTo(ObjectNode body) {
        if (!definitions.isEmpty()) {
            body.set("tools", definitions);
            if (choice != null) {
                body.set("tool_choice", choice);
            }
        }
    }

    /// The model answers by our tool, or calls one of the caller's where it may.
    private static Tools answerBy(ObjectNode answer, ArrayNode definitions, Choice choice, boolean parallel) {
        boolean mayCall = !definitions.isEmpty() && !choice.type().equals("none");
        definitions.add(answer);
        Choice forced = mayCall ? new Choice("any", null) : new Choice("tool", AnswerFormat.TOOL);
        return new Tools(definitions, choiceJson(forced, mayCall && parallel));
    }

    private static ArrayNode definitions(JsonNode tools, @Nullable Set<String> allowed) {
        ArrayNode definitions = JSON.arrayNode();
        for (int i = 0; i < tools.size(); i++) {
            JsonNode tool = tools.get(i);
            String type = tool.path("type").asText("function");
            if (!type.equals("function")) {
                throw new Untranslatable(
                        "tools[" + i + "].type", "This model's provider takes tools of type 'function' only.");
            }
            String name = tool.path("function").path("name").asText();
            if (allowed == null || allowed.contains(name)) {
                definitions.add(definition(tool, name));
            }
        }
        return definitions;
    }

    private static ObjectNode definition(JsonNode tool, String name) {
        JsonNode function = tool.path("function");
        ObjectNode definition = JSON.objectNode().put("name", name);
        String description = function.path("description").asText("");
        if (!description.isBlank()) {
            definition.put("description", description);
        }
        ObjectNode schema =
                function.get("parameters") instanceof ObjectNode given ? given.deepCopy() : JSON.objectNode();
        if (!schema.has("type")) {
            schema.put("type", "object");
        }
        definition.set("input_schema", schema);
        return CacheMarker.copied(tool.has("cache_control") ? tool : function, definition);
    }

    private static ObjectNode stub(String name) {
        ObjectNode definition = JSON.objectNode().put("name", name);
        definition.putObject("input_schema").put("type", "object");
        return definition;
    }

    private static Choice choice(JsonNode given) {
        if (given.isTextual()) {
            return switch (given.textValue()) {
                case "none" -> new Choice("none", null);
                case "required" -> new Choice("any", null);
                default -> Choice.OPEN;
            };
        }
        return switch (given.path("type").asText()) {
            case "function" ->
                new Choice("tool", given.path("function").path("name").asText());
            case "allowed_tools" -> choice(given.path("allowed_tools").path("mode"));
            case "" -> Choice.OPEN;
            default ->
                throw new Untranslatable(
                        "tool_choice.type", "This model's provider takes tools of type 'function' only.");
        };
    }

    /// Null when all are.
    private static @Nullable Set<String> allowed(JsonNode choice) {
        if (!choice.path("type").asText().equals("allowed_tools")) {
            return null;
        }
        Set<String> names = new HashSet<>();
        choice.path("allowed_tools")
                .path("tools")
                .forEach(tool -> names.add(tool.path("function").path("name").asText()));
        return names;
    }

    /// Null where it would say what Anthropic does anyway.
    private static @Nullable ObjectNode choiceJson(Choice choice, boolean parallel) {
        if (choice.equals(Choice.OPEN) && parallel) {
            return null;
        }
        ObjectNode json = JSON.objectNode().put("type", choice.type());
        if (choice.tool() != null) {
            json.put("name", choice.tool());
        }
        return parallel || choice.type().equals("none") ? json : json.put("disable_parallel_tool_use", true);
    }
}
