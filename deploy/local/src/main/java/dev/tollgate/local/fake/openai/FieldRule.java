package dev.tollgate.local.fake.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What one field of the request must be. A field that is absent or null passes.
public interface FieldRule {

    Optional<Rejection> check(JsonNode body);

    static FieldRule decimal(String field, long min, long max) {
        return present(field, value -> {
            if (!value.isNumber()) {
                return Optional.of(Rejection.wrongType(field, "a decimal", describe(value)));
            }
            return range(field, "decimal", value.decimalValue(), min, max);
        });
    }

    static FieldRule integer(String field, long min, long max) {
        return present(field, value -> {
            if (!value.isIntegralNumber()) {
                return Optional.of(Rejection.wrongType(field, "an integer", describe(value)));
            }
            return range(field, "integer", value.decimalValue(), min, max);
        });
    }

    static FieldRule bool(String field) {
        return present(
                field,
                value -> value.isBoolean()
                        ? Optional.empty()
                        : Optional.of(Rejection.wrongType(field, "a boolean", describe(value))));
    }

    static FieldRule string(String field) {
        return present(
                field,
                value -> value.isTextual()
                        ? Optional.empty()
                        : Optional.of(Rejection.wrongType(field, "a string", describe(value))));
    }

    static FieldRule object(String field) {
        return present(
                field,
                value -> value.isObject()
                        ? Optional.empty()
                        : Optional.of(Rejection.wrongType(field, "an object", describe(value))));
    }

    static FieldRule oneOf(String field, String... allowed) {
        return present(field, value -> {
            if (!value.isTextual()) {
                return Optional.of(Rejection.wrongType(field, "a string", describe(value)));
            }
            List<String> values = List.of(allowed);
            return values.contains(value.textValue())
                    ? Optional.empty()
                    : Optional.of(Rejection.unsupportedValue(field, value.textValue(), quoted(values)));
        });
    }

    static FieldRule present(String field, FieldRule rule) {
        return body -> body.hasNonNull(field) ? rule.check(body.get(field)) : Optional.empty();
    }

    /// `'a', 'b', and 'c'`, as OpenAI enumerates.
    static String quoted(List<String> values) {
        String last = "'" + values.getLast() + "'";
        if (values.size() == 1) {
            return last;
        }
        return values.subList(0, values.size() - 1).stream()
                        .map(v -> "'" + v + "'")
                        .collect(Collectors.joining(", ")) + ", and " + last;
    }

    /// A value's type, in the words of OpenAI's messages.
    static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "a string";
            case NUMBER -> value.isIntegralNumber() ? "an integer" : "a decimal";
            case BOOLEAN -> "a boolean";
            case ARRAY -> "an array";
            case OBJECT, POJO -> "an object";
            case NULL, MISSING, BINARY -> "null";
        };
    }

    private static Optional<Rejection> range(String field, String kind, BigDecimal value, long min, long max) {
        if (value.compareTo(BigDecimal.valueOf(min)) < 0) {
            return Optional.of(outside(field, kind, "below minimum", ">= " + min, value, "below_min"));
        }
        if (value.compareTo(BigDecimal.valueOf(max)) > 0) {
            return Optional.of(outside(field, kind, "above maximum", "<= " + max, value, "above_max"));
        }
        return Optional.empty();
    }

    private static Rejection outside(
            String field, String kind, String side, String expected, BigDecimal value, String code) {
        String message = "Invalid '" + field + "': " + kind + " " + side + " value. Expected a value " + expected
                + ", but got " + value.toPlainString() + " instead.";
        return Rejection.invalid(message, field, kind + "_" + code + "_value");
    }
}
