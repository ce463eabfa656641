package dev.tollgate.local.fake.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /// Refuses what is none of these, as OpenAI does.
    static FieldRule only(Set<String> known) {
        return body -> {
            List<String> unknown = body.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(name -> !known.contains(name))
                    .toList();
            if (unknown.isEmpty()) {
                return Optional.empty();
            }
            String plural = unknown.size() == 1 ? "" : "s";
            String message = "Unrecognized request argument" + plural + " supplied: " + String.join(", ", unknown);
            return Optional.of(Rejection.invalid(message, null, null));
        };
    }

    static FieldRule model() {
        return body -> {
            if (!body.hasNonNull("model") || body.get("model").asText().isEmpty()) {
                return Optional.of(Rejection.invalid("you must provide a model parameter", null, null));
            }
            return string("model").check(body);
        };
    }

    static FieldRule required(String field) {
        return body -> body.hasNonNull(field) ? Optional.empty() : Optional.of(Rejection.missing(field));
    }

    /// A string of at most so many characters.
    static FieldRule text(String field, int max) {
        return present(field, value -> {
            if (!value.isTextual()) {
                return Optional.of(Rejection.wrongType(field, "a string", describe(value)));
            }
            int length = value.textValue().codePointCount(0, value.textValue().length());
            return length <= max ? Optional.empty() : Optional.of(Rejection.stringTooLong(field, max, length));
        });
    }

    /// A string that is not empty.
    static FieldRule notEmpty(String field) {
        return present(field, value -> {
            boolean empty = value.isTextual() && value.textValue().isEmpty();
            String message = "Invalid '" + field + "': empty string. Expected a string with minimum length 1, but got "
                    + "an empty string instead.";
            return empty ? Optional.of(Rejection.invalid(message, field, "empty_string")) : Optional.empty();
        });
    }

    /// The first of these rules that fails answers.
    static Optional<Rejection> first(List<FieldRule> rules, JsonNode body) {
        return rules.stream().flatMap(rule -> rule.check(body).stream()).findFirst();
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
