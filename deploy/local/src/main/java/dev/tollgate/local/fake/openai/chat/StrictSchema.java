package dev.tollgate.local.fake.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `strict: true` demands of a schema: every object closed, every property required.
public final class StrictSchema {

    private static final List<String> UNIONS = List.of("anyOf", "oneOf", "allOf", "prefixItems");
    private static final List<String> MAPS = List.of("properties", "$defs", "definitions");

    private StrictSchema() {}

    /// @param owner such as `response_format 'answer'`
    /// @param param the field that the error names
    public static Optional<Rejection> check(JsonNode schema, String owner, String param) {
        return fault(schema, "()")
                .map(fault -> Rejection.invalid("Invalid schema for " + owner + ": " + fault, param, null));
    }

    private static Optional<String> fault(JsonNode schema, String context) {
        if (!schema.isObject()) {
            return Optional.empty();
        }
        if (schema.has("properties") || schema.path("type").asText("").equals("object")) {
            JsonNode additional = schema.path("additionalProperties");
            if (!additional.isBoolean() || additional.booleanValue()) {
                return Optional.of("In context=" + context
                        + ", 'additionalProperties' is required to be supplied and to be false.");
            }
            List<String> required = Nested.elements(schema.path("required"))
                    .map(JsonNode::asText)
                    .toList();
            Optional<String> optional = schema.path("properties").properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(name -> !required.contains(name))
                    .findFirst();
            if (optional.isPresent()) {
                return Optional.of("In context=" + context + ", 'required' is required to be supplied and to be an "
                        + "array including every key in properties. Missing '" + optional.get() + "'.");
            }
        }
        return inside(schema);
    }

    private static Optional<String> inside(JsonNode schema) {
        for (String map : MAPS) {
            for (Map.Entry<String, JsonNode> member : schema.path(map).properties()) {
                Optional<String> fault = fault(member.getValue(), "('" + map + "', '" + member.getKey() + "')");
                if (fault.isPresent()) {
                    return fault;
                }
            }
        }
        for (String union : UNIONS) {
            for (JsonNode member : schema.path(union)) {
                Optional<String> fault = fault(member, "('" + union + "')");
                if (fault.isPresent()) {
                    return fault;
                }
            }
        }
        return fault(schema.path("items"), "('items')");
    }
}
