package dev.tollgate.contract.receipt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The one form of a JSON value (RFC 8785, JCS): what a signature is over, whatever a proxy did to spaces, escapes
/// and the order of fields. Of numbers it takes whole ones that every reader of JSON keeps (up to 2^53 − 1); a
/// receipt has no others, as amounts are strings.
public final class CanonicalJson {
    private static final long WHOLE_MAX = (1L << 53) - 1;
    private static final int DEPTH_MAX = 32;

    private CanonicalJson() {}

    /// @param value of maps with string keys, lists, strings, booleans, whole numbers and nulls
    /// @throws IllegalArgumentException for anything else
    public static byte[] bytes(@Nullable Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    static String text(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value, 0);
        return out.toString();
    }

    private static void write(StringBuilder out, @Nullable Object value, int depth) {
        if (depth > DEPTH_MAX) {
            throw new IllegalArgumentException("nested deeper than " + DEPTH_MAX);
        }
        switch (value) {
            case null -> out.append("null");
            case String text -> quote(out, text);
            case Boolean flag -> out.append(flag.booleanValue());
            case Integer number -> out.append(number.intValue());
            case Long number -> out.append(whole(number));
            case Map<?, ?> object -> object(out, object, depth);
            case List<?> list -> array(out, list, depth);
            default -> throw new IllegalArgumentException("no whole number, text, list or object: " + value);
        }
    }

    private static long whole(long number) {
        if (Math.abs(number) > WHOLE_MAX) {
            throw new IllegalArgumentException("not every reader of JSON keeps " + number);
        }
        return number;
    }

    /// Keys in the order of their UTF-16 units, which is that of Java's strings.
    private static void object(StringBuilder out, Map<?, ?> object, int depth) {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        object.forEach((key, value) -> sorted.put((String) key, value));
        out.append('{');
        String separator = "";
        for (Map.Entry<String, @Nullable Object> entry : sorted.entrySet()) {
            out.append(separator);
            quote(out, entry.getKey());
            out.append(':');
            write(out, entry.getValue(), depth + 1);
            separator = ",";
        }
        out.append('}');
    }

    private static void array(StringBuilder out, List<?> list, int depth) {
        out.append('[');
        String separator = "";
        for (Object one : list) {
            out.append(separator);
            write(out, one, depth + 1);
            separator = ",";
        }
        out.append(']');
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            switch (unit) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> plain(out, text, i);
            }
        }
        out.append('"');
    }

    private static void plain(StringBuilder out, String text, int at) {
        char unit = text.charAt(at);
        if (unit < ' ') {
            out.append(String.format("\\u%04x", (int) unit));
            return;
        }
        boolean lone = Character.isHighSurrogate(unit)
                ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
                : Character.isLowSurrogate(unit) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
        if (lone) {
            throw new IllegalArgumentException("a text has half of a surrogate pair");
        }
        out.append(unit);
    }
}
