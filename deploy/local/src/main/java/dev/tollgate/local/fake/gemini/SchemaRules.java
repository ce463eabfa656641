package dev.tollgate.local.fake.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The rules of schemas: of the API's own kind (`parameters`, `responseSchema`), whose fields [WireMessages] knows,
/// and of JSON Schema (`parametersJsonSchema`, `responseJsonSchema`), of which a subset is documented.
final class SchemaRules {

    private static final Set<String> TYPES =
            Set.of("STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL");
    private static final Set<String> STRING_FORMATS = Set.of("enum", "date-time", "date", "time");
    private static final Set<String> KEYWORDS = Set.of(
            "$id",
            "$defs",
            "$ref",
            "$anchor",
            "type",
            "format",
            "title",
            "description",
            "enum",
            "items",
            "prefixItems",
            "minItems",
            "maxItems",
            "minimum",
            "maximum",
            "anyOf",
            "oneOf",
            "properties",
            "additionalProperties",
            "required",
            "propertyOrdering");
    private static final int DEPTH_MAX = 32;

    private SchemaRules() {}

    static Optional<GeminiError> own(JsonNode schema, String path) {
        if (schema.isMissingNode() || schema.isNull()) {
            return Optional.empty();
        }
        String type = schema.path("type").asText().toUpperCase(Locale.ROOT);
        if (schema.path("anyOf").isEmpty() && !TYPES.contains(type)) {
            return broken(path + ".type", "must be specified.");
        }
        if (type.equals("OBJECT") && schema.path("properties").isEmpty()) {
            return broken(path + ".properties", "should be non-empty for OBJECT type");
        }
        if (type.equals("ARRAY") && !schema.has("items")) {
            return broken(path + ".items", "missing field.");
        }
        if (schema.has("enum") && !type.equals("STRING")) {
            return broken(path + ".enum", "only allowed for STRING type");
        }
        if (type.equals("STRING")
                && schema.has("format")
                && !STRING_FORMATS.contains(schema.path("format").asText())) {
            return broken(path + ".format", "only 'enum' and 'date-time' are supported for STRING type");
        }
        for (JsonNode required : schema.path("required")) {
            if (!schema.path("properties").has(required.asText())) {
                return broken(path + ".required", "property is not defined: " + required.asText());
            }
        }
        return inside(schema, path);
    }

    private static Optional<GeminiError> inside(JsonNode schema, String path) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            Optional<GeminiError> wrong = own(property.getValue(), path + ".properties[" + property.getKey() + "]");
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        for (JsonNode member : schema.path("anyOf")) {
            Optional<GeminiError> wrong = own(member, path + ".any_of");
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return own(schema.path("items"), path + ".items");
    }

    static Optional<GeminiError> json(JsonNode schema, String path, int depth) {
        if (schema.isBoolean()) {
            return Optional.empty();
        }
        if (!schema.isObject()) {
            return broken(path, "schema must be an object.");
        }
        if (depth > DEPTH_MAX) {
            return broken(path, "schema is nested too deep.");
        }
        boolean refers = schema.has("$ref");
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            String name = keyword.getKey();
            if (!KEYWORDS.contains(name)) {
                return broken(path, "schema keyword is not supported: " + name);
            }
            if (refers && !name.startsWith("$")) {
                return broken(path, "no other fields may be set beside $ref: " + name);
            }
            Optional<GeminiError> wrong = within(name, keyword.getValue(), path, depth);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<GeminiError> within(String keyword, JsonNode value, String path, int depth) {
        String here = path + "." + keyword;
        return switch (keyword) {
            case "properties", "$defs" -> each(value, here, depth);
            case "anyOf", "oneOf", "prefixItems" -> each(value, here, depth);
            case "items", "additionalProperties" -> json(value, here, depth + 1);
            case "type" -> type(value, here);
            default -> Optional.empty();
        };
    }

    private static Optional<GeminiError> each(JsonNode schemas, String path, int depth) {
        for (JsonNode schema : schemas) {
            Optional<GeminiError> wrong = json(schema, path, depth + 1);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<GeminiError> type(JsonNode type, String path) {
        Iterable<JsonNode> given = type.isArray() ? type : List.of(type);
        for (JsonNode one : given) {
            if (!TYPES.contains(one.asText().toUpperCase(Locale.ROOT))) {
                return broken(path, "unknown type: " + one);
            }
        }
        return Optional.empty();
    }

    private static Optional<GeminiError> broken(String path, String what) {
        return Optional.of(GeminiError.rule("GenerateContentRequest." + path, what));
    }
}
