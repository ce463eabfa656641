package dev.tollgate.edge.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads typed fields of an object, naming the offender when it is not what it must be. Null and absent are the
/// same.
public final class Field {
    private Field() {}

    public static @Nullable String text(Map<String, JsonNode> fields, String name) {
        JsonNode node = fields.get(name);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            throw Invalid.type(name, "a string");
        }
        return node.textValue();
    }

    /// One that must be there and not be empty.
    public static String requiredText(Map<String, JsonNode> fields, String name) {
        String text = text(fields, name);
        if (text == null || text.isEmpty()) {
            throw Invalid.missing(name);
        }
        return text;
    }

    public static boolean flag(Map<String, JsonNode> fields, String name) {
        JsonNode node = fields.get(name);
        if (node == null) {
            return false;
        }
        if (!node.isBoolean()) {
            throw Invalid.type(name, "a boolean");
        }
        return node.booleanValue();
    }

    public static @Nullable Long integer(Map<String, JsonNode> fields, String name, long least, long most) {
        JsonNode node = fields.get(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber()) {
            throw Invalid.type(name, "an integer");
        }
        if (!node.canConvertToLong() || node.longValue() < least || node.longValue() > most) {
            throw Invalid.value(name, "Invalid value for '" + name + "': must be " + range(least, most) + ".");
        }
        return node.longValue();
    }

    public static void number(Map<String, JsonNode> fields, String name, int least, int most) {
        JsonNode node = fields.get(name);
        if (node == null) {
            return;
        }
        if (!node.isNumber()) {
            throw Invalid.type(name, "a number");
        }
        if (node.doubleValue() < least || node.doubleValue() > most) {
            throw Invalid.value(name, "Invalid value for '" + name + "': must be " + range(least, most) + ".");
        }
    }

    /// A string at a path inside the body, which must be there.
    public static String requiredText(JsonNode parent, String key, String path) {
        return requireText(parent, key, path).textValue();
    }

    /// The same, where nobody needs to know what it says: it may be long.
    public static JsonNode requireText(JsonNode parent, String key, String path) {
        JsonNode node = parent.get(key);
        if (node == null || node.isNull()) {
            throw Invalid.missing(path + "." + key);
        }
        if (!node.isTextual()) {
            throw Invalid.type(path + "." + key, "a string");
        }
        return node;
    }

    /// How long a text is, without reading it: in bytes of the body where it is long, else in characters, which are
    /// never more.
    public static long length(JsonNode text) {
        return text instanceof LongText some ? some.length() : text.textValue().length();
    }

    /// The bytes of a text in UTF-8 at the most: where it is long, as the body has it, escapes included.
    public static long bytes(JsonNode text) {
        return text instanceof LongText some ? some.length() : text.textValue().getBytes(StandardCharsets.UTF_8).length;
    }

    /// Whether a text begins with these letters, in any case, without reading it whole.
    public static boolean startsWith(JsonNode text, String ascii) {
        return text instanceof LongText some
                ? some.startsWith(ascii)
                : text.textValue().regionMatches(true, 0, ascii, 0, ascii.length());
    }

    private static String range(long least, long most) {
        return most == Long.MAX_VALUE ? "at least " + least : "between " + least + " and " + most;
    }
}
