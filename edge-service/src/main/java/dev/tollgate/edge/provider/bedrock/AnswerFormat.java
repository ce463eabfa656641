package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// How `response_format` is kept: a schema by a tool of ours that is demanded, and whose input is the answer,
/// where the model can be made to call it; else by an instruction, as a plain JSON object always is.
sealed interface AnswerFormat {
    /// The tool whose input is the answer. No caller's tool is called so.
    String TOOL = "tollgate_json_answer";

    String JSON_ONLY = "Answer with one JSON object and nothing else: no words before or after it, no code fence.";

    record Free() implements AnswerFormat {}

    /// @param instruction for the system prompt
    record Asked(String instruction) implements AnswerFormat {}

    /// @param spec of the tool
    record ByTool(ObjectNode spec) implements AnswerFormat {}

    static AnswerFormat of(JsonNode format, ModelTraits traits) {
        return switch (format.path("type").asText("text")) {
            case "json_object" -> new Asked(JSON_ONLY);
            case "json_schema" -> schema(format.path("json_schema"), traits);
            default -> new Free();
        };
    }

    private static AnswerFormat schema(JsonNode given, ModelTraits traits) {
        ObjectNode schema = given.get("schema") instanceof ObjectNode object
                ? object.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        if (!schema.path("type").asText("object").equals("object")) {
            throw new Untranslatable(
                    "response_format.json_schema.schema", "This model's provider answers with JSON objects only.");
        }
        if (traits.forcing() != ModelTraits.Forcing.ONE) {
            return new Asked(JSON_ONLY + " It must match this JSON schema: " + schema);
        }
        String description = given.path("description").asText("");
        ObjectNode spec = JsonNodeFactory.instance
                .objectNode()
                .put("name", TOOL)
                .put("description", ("Answer the user by calling this tool. " + description).strip());
        spec.putObject("inputSchema").set("json", schema.put("type", "object"));
        return new ByTool(spec);
    }

    default @Nullable ObjectNode tool() {
        return this instanceof ByTool(ObjectNode spec) ? spec : null;
    }
}
