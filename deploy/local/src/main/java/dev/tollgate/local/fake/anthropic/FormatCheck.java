package dev.tollgate.local.fake.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Refuses what Anthropic refuses of `output_config`: models that know no schemas, and what a schema must not say.
final class FormatCheck {

    private static final String SCHEMA_PATH = "output_config.format.schema";
    private static final Map<String, List<String>> UNSUPPORTED = Map.of(
            "integer", List.of("maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "multipleOf"),
            "number", List.of("maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "multipleOf"),
            "string", List.of("maxLength", "minLength"),
            "array", List.of("maxItems", "uniqueItems"),
            "object", List.of("maxProperties", "minProperties", "patternProperties"));

    private FormatCheck() {}

    static void fields(JsonNode config, String path, Complaint complaint) {
        new Members(config, path, complaint)
                .only(Set.of("effort", "format"))
                .oneOf("effort", "low", "medium", "high", "xhigh", "max")
                .given("format", (format, where) -> {
                    new Members(format, where, complaint)
                            .only(Set.of("type", "schema"))
                            .required("type", "schema")
                            .oneOf("type", "json_schema");
                    schema(format.path("schema"), complaint);
                });
    }

    static void whole(JsonNode body, ClaudeModel model, Complaint complaint) {
        JsonNode config = body.path("output_config");
        complaint.unless(
                model.schemas() || !config.has("format"), "", "'" + model.name() + "' does not support output format.");
        complaint.unless(
                model.schemas() || !config.has("effort"), "", "This model does not support the effort parameter.");
    }

    private static void schema(JsonNode schema, Complaint complaint) {
        if (schema.isArray()) {
            schema.forEach(element -> schema(element, complaint));
        }
        if (!schema.isObject()) {
            return;
        }
        String type = schema.path("type").asText();
        JsonNode more = schema.path("additionalProperties");
        boolean closed = more.isBoolean() && !more.asBoolean();
        complaint.unless(
                closed || !type.equals("object"),
                SCHEMA_PATH,
                "For 'object' type, 'additionalProperties' must be explicitly set to false");
        List<String> wrong = UNSUPPORTED.getOrDefault(type, List.of()).stream()
                .filter(schema::has)
                .toList();
        complaint.unless(
                wrong.isEmpty(),
                SCHEMA_PATH,
                "For '" + type + "' type, properties " + String.join(", ", wrong) + " are not supported");
        for (String key : new String[] {"properties", "$defs", "definitions"}) {
            schema.path(key).forEach(child -> schema(child, complaint));
        }
        for (String key : new String[] {"items", "anyOf", "allOf"}) {
            schema(schema.path(key), complaint);
        }
        complaint.unless(!schema.has("oneOf"), SCHEMA_PATH, "Schema type 'oneOf' is not supported");
    }
}
