package dev.tollgate.local.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.StreamSupport;

/// Makes the plainest value that a JSON Schema allows; the variant tells parallel calls apart.
public final class SchemaSample {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEPTH_MAX = 20;

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
        if (schema.path("allOf").size() > 0) {
            return all(schema, name, depth);
        }
        for (String union : List.of("anyOf", "oneOf")) {
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
            case "string" -> JSON.textNode(SchemaText.of(schema, name, variant));
            case "integer", "number" -> number(schema);
            case "boolean" -> JSON.booleanNode(true);
            case "null" -> JSON.nullNode();
            case "array" -> array(schema, name, depth);
            default -> members(schema, depth);
        };
    }

    /// The least that is allowed, or 1.
    private JsonNode number(JsonNode schema) {
        long least =
                schema.path("minimum").asLong(schema.path("exclusiveMinimum").asLong(0) + 1);
        long most =
                schema.path("maximum").asLong(schema.path("exclusiveMaximum").asLong(Long.MAX_VALUE) - 1);
        if (!schema.has("minimum") && !schema.has("exclusiveMinimum") && most < 1) {
            least = most;
        }
        long step = Math.max(1, schema.path("multipleOf").asLong(1));
        long value = Math.ceilDiv(Math.min(least + variant, most), step) * step;
        return JSON.numberNode(value > most ? value - step : value);
    }

    private ArrayNode array(JsonNode schema, String name, int depth) {
        ArrayNode array = JSON.arrayNode();
        schema.path("prefixItems").forEach(item -> array.add(sample(item, name, depth + 1)));
        JsonNode items = schema.path("items");
        long wanted = Math.max(
                schema.path("minItems").asLong(0),
                Math.min(1, schema.path("maxItems").asLong(1)));
        while (array.size() < wanted) {
            int number = schema.path("uniqueItems").asBoolean() ? variant + array.size() : variant;
            array.add(new SchemaSample(root, number).sample(items, name, depth + 1));
        }
        return array;
    }

    /// What each of them makes, put together; the schema's own members too.
    private JsonNode all(JsonNode schema, String name, int depth) {
        ObjectNode together = JSON.objectNode();
        for (JsonNode part : schema.get("allOf")) {
            if (!(sample(part, name, depth + 1) instanceof ObjectNode object)) {
                return sample(part, name, depth + 1);
            }
            together.setAll(object);
        }
        return together.setAll(members(schema, depth));
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

    private JsonNode resolve(String reference) {
        return reference.startsWith("#") ? root.at(reference.substring(1)) : JSON.objectNode();
    }
}
