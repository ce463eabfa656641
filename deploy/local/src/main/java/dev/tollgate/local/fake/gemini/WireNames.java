package dev.tollgate.local.fake.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.gemini.WireType.Enumeration;
import dev.tollgate.local.fake.gemini.WireType.MapOf;
import dev.tollgate.local.fake.gemini.WireType.Message;
import dev.tollgate.local.fake.gemini.WireType.Nested;
import dev.tollgate.local.fake.gemini.WireType.Repeated;
import dev.tollgate.local.fake.gemini.WireType.Scalar;
import java.util.Map;
import java.util.stream.Collectors;

/// The API takes each field by both of its names, `stopSequences` and `stop_sequences`; Google's own SDKs send either.
/// Here both become the first.
final class WireNames {

    private WireNames() {}

    static JsonNode normal(JsonNode json, Message message) {
        if (!json.isObject()) {
            return json;
        }
        Map<String, String> bySnake =
                message.fields().keySet().stream().collect(Collectors.toMap(WireType::snake, name -> name));
        ObjectNode normal = JsonNodeFactory.instance.objectNode();
        json.properties().forEach(property -> {
            String name = bySnake.getOrDefault(property.getKey(), property.getKey());
            WireType type = message.fields().get(name);
            normal.set(name, type == null ? property.getValue() : value(property.getValue(), type));
        });
        return normal;
    }

    private static JsonNode value(JsonNode json, WireType type) {
        return switch (type) {
            case Scalar scalar -> json;
            case Enumeration enumeration -> json;
            case Repeated(WireType element) -> {
                if (!json.isArray()) {
                    yield json;
                }
                ArrayNode normal = JsonNodeFactory.instance.arrayNode();
                json.forEach(one -> normal.add(value(one, element)));
                yield normal;
            }
            case MapOf(WireType element) -> {
                ObjectNode normal = JsonNodeFactory.instance.objectNode();
                json.properties().forEach(entry -> normal.set(entry.getKey(), value(entry.getValue(), element)));
                yield json.isObject() ? normal : json;
            }
            case Nested(var message) -> normal(json, message.get());
        };
    }
}
