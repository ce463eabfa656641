package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tools and the choice among them. Converse has no word for calling none: then they are not told of.
///
/// @param specs empty for none
/// @param choice null to leave it to the model
record Tools(ArrayNode specs, @Nullable ObjectNode choice) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String CHOICE = "tool_choice";

    static Tools of(ObjectNode chat, AnswerFormat format, ModelTraits traits) {
        JsonNode asked = chat.path(CHOICE);
        boolean only = asked.path("type").asText().equals("allowed_tools");
        String mode = mode(only ? asked.path("allowed_tools").path("mode") : asked);
        ArrayNode specs = mode.equals("none")
                ? JSON.arrayNode()
                : specs(chat.path("tools"), only ? names(asked.path("allowed_tools")) : null, traits.caching());
        ObjectNode answer = format.tool();
        if (answer != null && (mode.equals("auto") || specs.isEmpty())) {
            return answerBy(answer, specs);
        }
        if (specs.isEmpty()) {
            return new Tools(specs, null);
        }
        if (!mode.equals("function") && !chat.path("parallel_tool_calls").asBoolean(true)) {
            throw new Untranslatable(
                    "parallel_tool_calls", "This model may call several tools at once, and cannot be kept from it.");
        }
        return new Tools(specs, choice(mode, asked.path("function").path("name").asText(), traits.forcing()));
    }

    boolean areTold() {
        return !specs.isEmpty();
    }

    /// Whether a call is demanded.
    boolean isForced() {
        return choice != null;
    }

    void writeTo(ObjectNode body) {
        if (areTold()) {
            ObjectNode config = body.putObject("toolConfig");
            config.set("tools", specs);
            if (choice != null) {
                config.set("toolChoice", choice);
            }
        }
    }

    /// `none`, `auto`, `required` or `function`.
    private static String mode(JsonNode choice) {
        if (choice.isTextual() || choice.isMissingNode() || choice.isNull()) {
            return choice.isTextual() ? choice.textValue() : "auto";
        }
        String type = choice.path("type").asText();
        if (!type.equals("function")) {
            throw new Untranslatable(CHOICE + ".type", "This model's provider takes tools of type 'function' only.");
        }
        return type;
    }

    private static @Nullable ObjectNode choice(String mode, String name, ModelTraits.Forcing forcing) {
        boolean possible =
                switch (mode) {
                    case "required" -> forcing != ModelTraits.Forcing.NONE;
                    case "function" -> forcing == ModelTraits.Forcing.ONE;
                    default -> true;
                };
        if (!possible) {
            throw new Untranslatable(CHOICE, "This model cannot be made to call that tool: use 'auto'.");
        }
        ObjectNode choice = JSON.objectNode();
        switch (mode) {
            case "required" -> choice.putObject("any");
            case "function" -> choice.putObject("tool").put("name", name);
            default -> {
                return null;
            }
        }
        return choice;
    }

    /// The model answers by our tool, or calls one of the caller's where it may.
    private static Tools answerBy(ObjectNode answer, ArrayNode specs) {
        boolean mayCall = !specs.isEmpty();
        specs.addObject().set("toolSpec", answer);
        ObjectNode choice = JSON.objectNode();
        if (mayCall) {
            choice.putObject("any");
        } else {
            choice.putObject("tool").put("name", AnswerFormat.TOOL);
        }
        return new Tools(specs, choice);
    }

    private static ArrayNode specs(JsonNode tools, @Nullable Set<String> allowed, boolean caching) {
        ArrayNode specs = JSON.arrayNode();
        for (int i = 0; i < tools.size(); i++) {
            JsonNode tool = tools.get(i);
            if (!tool.path("type").asText("function").equals("function")) {
                throw new Untranslatable(
                        "tools[" + i + "].type", "This model's provider takes tools of type 'function' only.");
            }
            String name = tool.path("function").path("name").asText();
            if (allowed == null || allowed.contains(name)) {
                specs.addObject().set("toolSpec", spec(tool.path("function"), name));
                JsonNode marked = tool.has("cache_control") ? tool : tool.path("function");
                if (caching
                        && marked.path("cache_control").path("type").asText().equals("ephemeral")) {
                    specs.add(Parts.cachePoint());
                }
            }
        }
        return specs;
    }

    private static ObjectNode spec(JsonNode function, String name) {
        ObjectNode spec = JSON.objectNode().put("name", name);
        String description = function.path("description").asText("");
        if (!description.isBlank()) {
            spec.put("description", description);
        }
        ObjectNode schema =
                function.get("parameters") instanceof ObjectNode given ? given.deepCopy() : JSON.objectNode();
        if (!schema.has("type")) {
            schema.put("type", "object");
        }
        spec.putObject("inputSchema").set("json", schema);
        return spec;
    }

    private static Set<String> names(JsonNode allowed) {
        Set<String> names = new HashSet<>();
        allowed.path("tools")
                .forEach(tool -> names.add(tool.path("function").path("name").asText()));
        return names;
    }
}
