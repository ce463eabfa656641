package dev.tollgate.edge.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/// Makes of a JSON Schema one of the subset that this API documents. What has another form there is said in that form
/// (`const`, `allOf`, exclusive bounds, `definitions`, `nullable`); what has none is left out, so that the schema
/// allows more than the caller's, never less.
final class SchemaSubset {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> AS_THEY_ARE = Set.of(
            "$id",
            "$anchor",
            "format",
            "title",
            "description",
            "minItems",
            "maxItems",
            "minimum",
            "maximum",
            "required",
            "propertyOrdering");

    private SchemaSubset() {}

    static JsonNode of(JsonNode schema) {
        // `true` and `{}` allow everything; `false` has no form, and as a part it is rare.
        return schema.isObject() ? object(schema) : JSON.objectNode();
    }

    private static ObjectNode object(JsonNode schema) {
        ObjectNode clean = JSON.objectNode();
        if (schema.path("$ref").isTextual()) {
            clean.put("$ref", schema.path("$ref").asText().replace("#/definitions/", "#/$defs/"));
            definitions(schema, clean);
            return clean;
        }
        schema.properties().forEach(keyword -> keyword(keyword.getKey(), keyword.getValue(), clean));
        definitions(schema, clean);
        if (schema.path("nullable").asBoolean() && clean.path("type").isTextual()) {
            clean.putArray("type").add(schema.path("type").asText()).add("null");
        }
        if (clean.has("properties") && !clean.has("type")) {
            clean.put("type", "object");
        }
        return clean;
    }

    private static void keyword(String name, JsonNode value, ObjectNode clean) {
        switch (name) {
            case "type" -> clean.set(name, value.deepCopy());
            case "properties" -> clean.set(name, each(value));
            case "items" -> clean.set(name, value.isArray() ? of(value.path(0)) : of(value));
            case "prefixItems", "anyOf", "oneOf" -> clean.set(name, list(value));
            case "allOf" -> value.forEach(member -> merge(clean, of(member)));
            case "additionalProperties" -> clean.set(name, value.isBoolean() ? value : of(value));
            case "enum" -> enumeration(value, clean);
            case "const" -> enumeration(JSON.arrayNode().add(value), clean);
            case "exclusiveMinimum" -> bound("minimum", value, clean);
            case "exclusiveMaximum" -> bound("maximum", value, clean);
            default -> {
                if (AS_THEY_ARE.contains(name)) {
                    clean.set(name, value.deepCopy());
                }
            }
        }
    }

    private static void definitions(JsonNode schema, ObjectNode clean) {
        for (String name : new String[] {"$defs", "definitions"}) {
            if (schema.path(name).isObject()) {
                clean.withObjectProperty("$defs").setAll(each(schema.path(name)));
            }
        }
    }

    private static ObjectNode each(JsonNode schemas) {
        ObjectNode clean = JSON.objectNode();
        schemas.properties().forEach(entry -> clean.set(entry.getKey(), of(entry.getValue())));
        return clean;
    }

    private static ArrayNode list(JsonNode schemas) {
        ArrayNode clean = JSON.arrayNode();
        schemas.forEach(schema -> clean.add(of(schema)));
        return clean;
    }

    /// Values other than strings and numbers cannot be enumerated: then all of the type are allowed.
    private static void enumeration(JsonNode values, ObjectNode clean) {
        ArrayNode told = JSON.arrayNode();
        for (JsonNode value : values) {
            if (!value.isTextual() && !value.isNumber()) {
                return;
            }
            told.add(value);
        }
        if (!told.isEmpty()) {
            clean.set("enum", told);
            if (!clean.has("type")) {
                clean.put("type", told.get(0).isTextual() ? "string" : "number");
            }
        }
    }

    /// Draft 4 has a boolean here, beside the bound.
    private static void bound(String name, JsonNode value, ObjectNode clean) {
        if (value.isNumber() && !clean.has(name)) {
            clean.set(name, value);
        }
    }

    private static void merge(ObjectNode into, JsonNode member) {
        member.properties().forEach(field -> {
            JsonNode present = into.get(field.getKey());
            if (present instanceof ObjectNode object && field.getValue() instanceof ObjectNode more) {
                object.setAll(more);
            } else if (present instanceof ArrayNode array && field.getKey().equals("required")) {
                array.addAll((ArrayNode) field.getValue());
            } else if (present == null) {
                into.set(field.getKey(), field.getValue());
            }
        });
    }
}
