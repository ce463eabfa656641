package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// How `response_format` is kept: a strict schema by `output_config.format` where the model knows it; any other by
/// a tool of ours that is demanded, and whose input is the answer; a plain JSON object by an instruction, as
/// Anthropic has no mode for it.
sealed interface AnswerFormat {
    /// The tool whose input is the answer. No caller's tool is called so.
    String TOOL = "tollgate_json_answer";

    record Free() implements AnswerFormat {}

    record AnyObject() implements AnswerFormat {}

    /// @param schema as Anthropic takes it
    record BySchema(ObjectNode schema) implements AnswerFormat {}

    /// @param definition of the tool
    record ByTool(ObjectNode definition) implements AnswerFormat {}

    static AnswerFormat of(JsonNode format, ModelTraits traits) {
        return switch (format.path("type").asText("text")) {
            case "json_object" -> new AnyObject();
            case "json_schema" -> schema(format.path("json_schema"), traits);
            default -> new Free();
        };
    }

    private static AnswerFormat schema(JsonNode given, ModelTraits traits) {
        ObjectNode schema = given.get("schema") instanceof ObjectNode object ? object.deepCopy() : open();
        if (!schema.path("type").asText("object").equals("object")) {
            throw new Untranslatable(
                    "response_format.json_schema.schema", "This model's provider answers with JSON objects only.");
        }
        if (traits.schemas() && (given.path("strict").asBoolean() || !traits.forcing())) {
            return new BySchema(SchemaSubset.of(schema));
        }
        String description = given.path("description").asText("");
        ObjectNode tool = JsonNodeFactory.instance
                .objectNode()
                .put("name", TOOL)
                .put("description", ("Answer the user by calling this tool. " + description).strip());
        tool.set("input_schema", schema.put("type", "object"));
        return new ByTool(tool);
    }

    private static ObjectNode open() {
        return JsonNodeFactory.instance.objectNode();
    }

    default @Nullable ObjectNode tool() {
        return this instanceof ByTool(ObjectNode definition) ? definition : null;
    }
}
