package dev.tollgate.local.fake.stripe;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The parameters of a call, form-encoded with brackets for what is nested: `line_items[0][price_data][currency]`.
/// What an endpoint does not know is refused, as Stripe does.
final class Form {
    private static final Pattern INDEX = Pattern.compile("\\[[0-9]+]");
    private static final Pattern METADATA = Pattern.compile("(.*metadata]?)\\[[^\\[\\]]{1,40}]");

    private final Map<String, String> values;

    private Form(Map<String, String> values) {
        this.values = values;
    }

    static Form read(String body) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : body.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                values.put(decode(name), decode(value));
            }
        }
        return new Form(values);
    }

    /// @param known names with `[]` for an index and without a metadata key's name
    Form only(Set<String> known) {
        for (String name : values.keySet()) {
            String plain =
                    METADATA.matcher(INDEX.matcher(name).replaceAll("[]")).replaceAll("$1");
            if (!known.contains(plain)) {
                throw Complaint.invalid("parameter_unknown", "Received unknown parameter: " + name, name);
            }
        }
        return this;
    }

    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw Complaint.invalid("parameter_missing", "Missing required param: " + name + ".", name);
        }
        if (value.isEmpty()) {
            throw Complaint.invalid("parameter_invalid_empty", "You passed an empty string for '" + name + "'.", name);
        }
        return value;
    }

    @Nullable
    String textOrNull(String name) {
        return values.get(name);
    }

    String oneOf(String name, Set<String> allowed) {
        String value = text(name);
        if (!allowed.contains(value)) {
            String message = "Invalid " + name + ": must be one of " + String.join(", ", allowed);
            throw Complaint.invalid("parameter_invalid_enum", message, name);
        }
        return value;
    }

    long positive(String name) {
        String value = text(name);
        if (!value.matches("[0-9]{1,12}")) {
            throw Complaint.invalid("parameter_invalid_integer", "Invalid integer: " + value, name);
        }
        long number = Long.parseLong(value);
        if (number < 1) {
            throw Complaint.invalid(
                    "parameter_invalid_integer", "This value must be greater than or equal to 1.", name);
        }
        return number;
    }

    boolean flag(String name) {
        return values.containsKey(name) && oneOf(name, Set.of("true", "false")).equals("true");
    }

    /// The pairs below a prefix: those of `metadata`.
    Map<String, String> below(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix + "[") && name.endsWith("]")) {
                found.put(name.substring(prefix.length() + 1, name.length() - 1), value);
            }
        });
        return found;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
