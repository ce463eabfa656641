package dev.tollgate.local.fake.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.gemini.GeminiError.Violation;
import dev.tollgate.local.fake.gemini.WireType.Enumeration;
import dev.tollgate.local.fake.gemini.WireType.MapOf;
import dev.tollgate.local.fake.gemini.WireType.Message;
import dev.tollgate.local.fake.gemini.WireType.Nested;
import dev.tollgate.local.fake.gemini.WireType.Repeated;
import dev.tollgate.local.fake.gemini.WireType.Scalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Reads JSON as the API's front end does: every name must be a field of its message and every value of its type.
final class WireCheck {

    private static final int SHOWN = 60;
    private static final BigDecimal INT_MAX = BigDecimal.valueOf(Integer.MAX_VALUE);
    private static final BigDecimal INT_MIN = BigDecimal.valueOf(Integer.MIN_VALUE);

    private final List<Violation> violations = new ArrayList<>();

    private WireCheck() {}

    static Optional<GeminiError> check(JsonNode body, Message message) {
        WireCheck check = new WireCheck();
        check.message(body, message, "");
        return check.violations.isEmpty()
                ? Optional.empty()
                : Optional.of(GeminiError.violations(List.copyOf(check.violations)));
    }

    private void message(JsonNode json, Message message, String path) {
        if (!json.isObject()) {
            invalid(path, "type.googleapis.com/google.ai.generativelanguage.v1beta." + message.name(), json);
            return;
        }
        json.properties().forEach(property -> {
            String name = property.getKey();
            WireType type = message.fields().get(name);
            if (type == null) {
                unknown(name, path);
            } else if (!property.getValue().isNull()) {
                String field = WireType.snake(name);
                value(property.getValue(), type, path.isEmpty() ? field : path + "." + field);
            }
        });
    }

    private void value(JsonNode json, WireType type, String path) {
        switch (type) {
            case Scalar scalar -> {
                if (!fits(json, scalar)) {
                    invalid(path, scalar.name(), json);
                }
            }
            case Enumeration(String name, var values) -> {
                if (!json.isTextual() || !values.contains(json.textValue())) {
                    invalid(path, name, json);
                }
            }
            case Repeated(WireType element) -> {
                if (!json.isArray()) {
                    // The real one takes a single value for a list of one; nothing of ours should rely on it.
                    violate(path, "Invalid value at '" + path + "', expected a list.");
                    return;
                }
                for (int i = 0; i < json.size(); i++) {
                    value(json.get(i), element, path + "[" + i + "]");
                }
            }
            case MapOf(WireType element) -> map(json, element, path);
            case Nested(var message) -> message(json, message.get(), path);
        }
    }

    private void map(JsonNode json, WireType element, String path) {
        if (!json.isObject()) {
            violate(path, "Invalid value at '" + path + "', expected an object.");
            return;
        }
        int index = 0;
        for (var property : json.properties()) {
            value(property.getValue(), element, path + "[" + index + "].value");
            index++;
        }
    }

    private static boolean fits(JsonNode json, Scalar scalar) {
        if (scalar.equals(WireType.VALUE)) {
            return true;
        }
        if (scalar.equals(WireType.STRUCT)) {
            return json.isObject();
        }
        if (scalar.equals(WireType.BOOL)) {
            return json.isBoolean();
        }
        if (scalar.equals(WireType.FLOAT)) {
            return json.isNumber();
        }
        if (scalar.equals(WireType.INT32)) {
            return isInt32(json);
        }
        return json.isTextual() && (scalar.equals(WireType.STRING) || isBase64(json.textValue()));
    }

    private static boolean isInt32(JsonNode json) {
        if (!json.isNumber()) {
            return false;
        }
        BigDecimal number = json.decimalValue();
        return number.stripTrailingZeros().scale() <= 0
                && number.compareTo(INT_MIN) >= 0
                && number.compareTo(INT_MAX) <= 0;
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void unknown(String name, String path) {
        String where = path.isEmpty() ? "" : " at '" + path + "'";
        violate(path, "Invalid JSON payload received. Unknown name \"" + name + "\"" + where + ": Cannot find field.");
    }

    private void invalid(String path, String type, JsonNode json) {
        String shown = json.toString();
        String value = shown.length() > SHOWN ? shown.substring(0, SHOWN) : shown;
        String why = type.equals("TYPE_BYTES") && json.isTextual() ? "Base64 decoding failed for " : "";
        violate(path, "Invalid value at '" + path + "' (" + type + "), " + why + value);
    }

    private void violate(String path, String description) {
        violations.add(new Violation(path, description));
    }
}
