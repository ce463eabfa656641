package dev.tollgate.local.fake.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Rejects what OpenAI rejects of `tools`, `tool_choice`, `parallel_tool_calls` and `response_format`.
final class ToolCheck {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final int NAME_MAX = 64;
    private static final int TOOLS_MAX = 128;

    private ToolCheck() {}

    static Optional<Rejection> tools(JsonNode body) {
        JsonNode tools = body.path("tools");
        if (tools.isMissingNode() || tools.isNull()) {
            return Optional.empty();
        }
        if (!tools.isArray()) {
            return Optional.of(Rejection.wrongType("tools", "an array of objects", FieldRule.describe(tools)));
        }
        if (tools.isEmpty()) {
            return Optional.of(Rejection.emptyArray("tools"));
        }
        if (tools.size() > TOOLS_MAX) {
            return Optional.of(Nested.tooLong("tools", TOOLS_MAX, tools.size()));
        }
        return IntStream.range(0, tools.size())
                .mapToObj(i -> tool(tools.get(i), "tools[" + i + "]"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Rejection> tool(JsonNode tool, String path) {
        if (!tool.hasNonNull("type")) {
            return Optional.of(Rejection.missing(path + ".type"));
        }
        String type = tool.get("type").asText();
        if (!type.equals("function") && !type.equals("custom")) {
            return Optional.of(Rejection.unsupportedValue(path + ".type", type, "'function', and 'custom'"));
        }
        JsonNode definition = tool.path(type);
        if (!definition.isObject()) {
            return Optional.of(Rejection.missing(path + "." + type));
        }
        return name(definition.path("name"), path + "." + type + ".name")
                .or(() -> parameters(type, definition, path + "." + type));
    }

    private static Optional<Rejection> name(JsonNode name, String path) {
        if (!name.isTextual()) {
            return Optional.of(Rejection.missing(path));
        }
        if (name.textValue().length() > NAME_MAX) {
            String message =
                    "Invalid '" + path + "': string too long. Expected a string with maximum length 64, but got "
                            + "a string with length " + name.textValue().length() + " instead.";
            return Optional.of(Rejection.invalid(message, path, "string_above_max_length"));
        }
        if (!NAME.matcher(name.textValue()).matches()) {
            String message =
                    "Invalid '" + path + "': string does not match pattern. Expected a string that matches the "
                            + "pattern '^[a-zA-Z0-9_-]+$'.";
            return Optional.of(Rejection.invalid(message, path, "invalid_value"));
        }
        return Optional.empty();
    }

    private static Optional<Rejection> parameters(String type, JsonNode definition, String path) {
        if (type.equals("custom")) {
            return Optional.empty();
        }
        return Nested.unknown(definition, path, Set.of("name", "description", "parameters", "strict"))
                .or(() -> FieldRule.bool("strict").check(definition))
                .or(() -> schema(definition, path + ".parameters"))
                .or(() -> strict(
                        definition,
                        "parameters",
                        "function '" + definition.path("name").asText() + "'",
                        path + ".parameters"));
    }

    private static Optional<Rejection> schema(JsonNode definition, String path) {
        JsonNode schema = definition.path("parameters");
        if (schema.isMissingNode() || schema.isNull()) {
            return Optional.empty();
        }
        if (!schema.isObject()) {
            return Optional.of(Rejection.wrongType(path, "an object", FieldRule.describe(schema)));
        }
        String type = schema.path("type").asText("object");
        if (!type.equals("object")) {
            String message =
                    "Invalid schema for function '" + definition.path("name").asText()
                            + "': schema must be a JSON Schema of 'type: \"object\"', got 'type: \"" + type + "\"'.";
            return Optional.of(Rejection.invalid(message, path, "invalid_function_parameters"));
        }
        return Optional.empty();
    }

    private static Optional<Rejection> strict(JsonNode definition, String field, String owner, String param) {
        return definition.path("strict").asBoolean()
                ? StrictSchema.check(definition.path(field), owner, param)
                : Optional.empty();
    }

    static Optional<Rejection> toolChoice(JsonNode body) {
        JsonNode choice = body.path("tool_choice");
        if (choice.isMissingNode() || choice.isNull()) {
            return Optional.empty();
        }
        if (!body.hasNonNull("tools")) {
            return Optional.of(onlyWithTools("tool_choice"));
        }
        if (choice.isTextual()) {
            return FieldRule.oneOf("tool_choice", "none", "auto", "required").check(body);
        }
        String type = choice.path("type").asText();
        if (!Set.of("function", "custom", "allowed_tools").contains(type)) {
            return Optional.of(
                    Rejection.unsupportedValue("tool_choice.type", type, "'function', 'custom', and 'allowed_tools'"));
        }
        String name = choice.path(type).path("name").asText();
        boolean known = type.equals("allowed_tools")
                || Nested.elements(body.get("tools"))
                        .anyMatch(tool -> tool.path(type).path("name").asText().equals(name));
        String message = "Tool choice '" + name + "' not found in 'tools' parameter.";
        return known ? Optional.empty() : Optional.of(Rejection.invalid(message, "tool_choice", null));
    }

    static Optional<Rejection> parallel(JsonNode body) {
        if (body.hasNonNull("parallel_tool_calls") && !body.hasNonNull("tools")) {
            return Optional.of(onlyWithTools("parallel_tool_calls"));
        }
        return FieldRule.bool("parallel_tool_calls").check(body);
    }

    private static Rejection onlyWithTools(String field) {
        String message =
                "Invalid value for '" + field + "': '" + field + "' is only allowed when 'tools' are specified.";
        return Rejection.invalid(message, field, null);
    }

    static Optional<Rejection> responseFormat(JsonNode body) {
        JsonNode format = body.path("response_format");
        if (format.isMissingNode() || format.isNull()) {
            return Optional.empty();
        }
        String type = format.path("type").asText();
        return switch (type) {
            case "text" -> Optional.empty();
            case "json_object" -> mentionsJson(body);
            case "json_schema" -> jsonSchema(format.path("json_schema"));
            default ->
                Optional.of(Rejection.unsupportedValue(
                        "response_format.type", type, "'json_object', 'json_schema', and 'text'"));
        };
    }

    private static Optional<Rejection> mentionsJson(JsonNode body) {
        if (body.get("messages").toString().toLowerCase(Locale.ROOT).contains("json")) {
            return Optional.empty();
        }
        String message = "'messages' must contain the word 'json' in some form, to use 'response_format' of type "
                + "'json_object'.";
        return Optional.of(Rejection.invalid(message, "messages", null));
    }

    private static Optional<Rejection> jsonSchema(JsonNode definition) {
        if (!definition.isObject()) {
            return Optional.of(Rejection.missing("response_format.json_schema"));
        }
        return name(definition.path("name"), "response_format.json_schema.name")
                .or(() -> definition.path("schema").isObject()
                        ? Optional.empty()
                        : Optional.of(Rejection.missing("response_format.json_schema.schema")))
                .or(() -> strict(
                        definition,
                        "schema",
                        "response_format '" + definition.path("name").asText() + "'",
                        "response_format"));
    }
}
