package dev.tollgate.local.fake.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Checks of one object's members, in the words of the real one's validator. A member that is absent passes, unless it
/// is required; a null is never a value.
final class Members {

    private final JsonNode object;
    private final String path;
    private final Complaint complaint;

    Members(JsonNode object, String path, Complaint complaint) {
        this.object = object;
        this.path = path;
        this.complaint = complaint;
        complaint.unless(object.isObject(), path, "Input should be an object");
    }

    static String join(String path, Object member) {
        return path.isEmpty() ? member.toString() : path + "." + member;
    }

    Members only(Set<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                complaint.about(at(name), "Extra inputs are not permitted");
            }
        });
        return this;
    }

    Members required(String... names) {
        for (String name : names) {
            complaint.unless(object.has(name), at(name), "Field required");
        }
        return this;
    }

    Members text(String name) {
        return given(
                name, (value, where) -> complaint.unless(value.isTextual(), where, "Input should be a valid string"));
    }

    Members text(String name, Pattern pattern) {
        return text(name)
                .given(
                        name,
                        (value, where) -> complaint.unless(
                                pattern.matcher(value.asText()).matches(),
                                where,
                                "String should match pattern '" + pattern.pattern() + "'"));
    }

    Members bool(String name) {
        return given(
                name, (value, where) -> complaint.unless(value.isBoolean(), where, "Input should be a valid boolean"));
    }

    Members integer(String name, long least) {
        return given(name, (value, where) -> {
            complaint.unless(value.isIntegralNumber(), where, "Input should be a valid integer");
            complaint.unless(value.asLong() >= least, where, "Input should be greater than or equal to " + least);
        });
    }

    /// A number between 0 and 1.
    Members share(String name) {
        return given(name, (value, where) -> {
            complaint.unless(value.isNumber(), where, "Input should be a valid number");
            complaint.unless(value.asDouble() >= 0 && value.asDouble() <= 1, where, "range: 0..1");
        });
    }

    Members oneOf(String name, String... allowed) {
        List<String> values = List.of(allowed);
        return given(
                name,
                (value, where) -> complaint.unless(
                        value.isTextual() && values.contains(value.textValue()),
                        where,
                        "Input should be " + quoted(values)));
    }

    Members array(String name) {
        return given(name, (value, where) -> complaint.unless(value.isArray(), where, "Input should be a valid list"));
    }

    Members given(String name, BiConsumer<JsonNode, String> check) {
        JsonNode value = object.get(name);
        if (value != null && complaint.isNone()) {
            check.accept(value, at(name));
        }
        return this;
    }

    private String at(String name) {
        return join(path, name);
    }

    private static String quoted(List<String> values) {
        String last = "'" + values.getLast() + "'";
        return values.size() == 1
                ? last
                : values.subList(0, values.size() - 1).stream()
                                .map(value -> "'" + value + "'")
                                .collect(Collectors.joining(", "))
                        + " or " + last;
    }
}
