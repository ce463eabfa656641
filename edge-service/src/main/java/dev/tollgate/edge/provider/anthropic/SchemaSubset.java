package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/// Makes of a strict schema the part that Anthropic's structured outputs know: bounds of numbers, lengths and sizes
/// are left out (the answer's shape is kept, its values are the model's), `oneOf` is `anyOf`, and objects are
/// closed, as a strict schema's are anyway.
final class SchemaSubset {
    private static final Set<String> LEFT_OUT = Set.of(
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minProperties",
            "maxProperties",
            "patternProperties");

    private static final List<String> NAMED_SCHEMAS = List.of("properties", "$defs", "definitions");
    private static final List<String> SCHEMAS = List.of("anyOf", "allOf", "items");

    private SchemaSubset() {}

    /// Changes the given schema.
    static ObjectNode of(ObjectNode schema) {
        schema.put("type", "object");
        reduce(schema);
        return schema;
    }

    private static void reduce(JsonNode node) {
        if (node.isArray()) {
            node.forEach(SchemaSubset::reduce);
        }
        if (!(node instanceof ObjectNode schema)) {
            return;
        }
        schema.remove(LEFT_OUT);
        JsonNode oneOf = schema.remove("oneOf");
        if (oneOf != null && !schema.has("anyOf")) {
            schema.set("anyOf", oneOf);
        }
        if (schema.path("type").asText().equals("object")) {
            schema.put("additionalProperties", false);
        }
        NAMED_SCHEMAS.forEach(name -> schema.path(name).forEach(SchemaSubset::reduce));
        SCHEMAS.forEach(name -> reduce(schema.path(name)));
    }
}
