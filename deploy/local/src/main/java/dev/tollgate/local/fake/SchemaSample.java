package dev.tollgate.local.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/// Makes the plainest value that a JSON Schema allows; the variant tells parallel calls apart.
public final class SchemaSample {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEPTH_MAX = 20;
    private static final List<String> PLACES = List.of("Paris", "Rome");

    private final JsonNode root;
    private final int variant;

    private SchemaSample(JsonNode root, int variant) {
        this.root = root;
        this.variant = variant;
    }

    public static JsonNode of(JsonNode schema, int variant) {
        return new SchemaSample(schema, variant).sample(schema, "", 0);
    }

    public static JsonNode object(String name, String value) {
        return JSON.objectNode().put(name, value);
    }

    private JsonNode sample(JsonNode schema, String name, int depth) {
        if (depth > DEPTH_MAX) {
            return JSON.nullNode();
        }
        if (schema.has("$ref")) {
            return sample(resolve(schema.get("$ref").asText()), name, depth + 1);
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.path("enum").size() > 0) {
            return schema.get("enum").get(variant % schema.get("enum").size());
        }
        for (String union : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.path(union).size() > 0) {
                return sample(schema.get(union).get(0), name, depth + 1);
            }
        }
        return byType(schema, name, depth);
    }

    private JsonNode byType(JsonNode schema, String name, int depth) {
        JsonNode type = schema.path("type");
        String first = type.isArray() ? type.path(0).asText() : type.asText("object");
        return switch (first) {
            case "string" -> JSON.textNode(text(schema, name));
            case "integer" -> JSON.numberNode(schema.path("minimum").asLong(1) + variant);
            case "number" -> JSON.numberNode(schema.path("minimum").asLong(1) + variant);
            case "boolean" -> JSON.booleanNode(true);
            case "null" -> JSON.nullNode();
            case "array" -> JSON.arrayNode().add(sample(schema.path("items"), name, depth + 1));
            default -> members(schema, depth);
        };
    }

    private ObjectNode members(JsonNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        boolean all = !schema.has("required");
        List<String> required = StreamSupport.stream(schema.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        schema.path("properties").properties().stream()
                .filter(property -> all || required.contains(property.getKey()))
                .forEach(property ->
                        object.set(property.getKey(), sample(property.getValue(), property.getKey(), depth + 1)));
        return object;
    }

    private String text(JsonNode schema, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String base =
                lower.contains("location") || lower.contains("city") ? PLACES.get(variant % PLACES.size()) : "text";
        int shortest = schema.path("minLength").asInt(0);
        return base.length() >= shortest ? base : base + "x".repeat(shortest - base.length());
    }

    private JsonNode resolve(String reference) {
        return reference.startsWith("#") ? root.at(reference.substring(1)) : JSON.objectNode();
    }
}
