package dev.tollgate.edge.upload;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parameters of a header's value: `form-data; name="file"; filename*=UTF-8''a%20b.wav`. An extended one (RFC
/// 8187) wins over the plain one of its name.
final class Parameters {
    private static final int HEX = 16;

    private Parameters() {}

    /// By lower-case name; a parameter that cannot be read is left out.
    static Map<String, String> of(String value) {
        Map<String, String> plain = new LinkedHashMap<>();
        Map<String, String> extended = new LinkedHashMap<>();
        int at = value.indexOf(';');
        while (at >= 0 && at < value.length()) {
            int equals = value.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String name = value.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT);
            StringBuilder text = new StringBuilder();
            at = read(value, equals + 1, text);
            if (name.endsWith("*")) {
                String decoded = decoded(text.toString().strip());
                if (decoded != null) {
                    extended.putIfAbsent(name.substring(0, name.length() - 1), decoded);
                }
            } else {
                plain.putIfAbsent(name, text.toString());
            }
        }
        plain.putAll(extended);
        return plain;
    }

    /// @return where the semicolon behind it is, or the end
    private static int read(String value, int from, StringBuilder text) {
        int at = from;
        while (at < value.length() && value.charAt(at) == ' ') {
            at++;
        }
        if (at >= value.length() || value.charAt(at) != '"') {
            int end = value.indexOf(';', at);
            end = end < 0 ? value.length() : end;
            text.append(value.substring(at, end).strip());
            return end;
        }
        at++;
        while (at < value.length() && value.charAt(at) != '"') {
            // Browsers escape a quote as %22 and leave backslashes alone; others escape both by a backslash.
            boolean escaped = value.charAt(at) == '\\'
                    && at + 1 < value.length()
                    && (value.charAt(at + 1) == '"' || value.charAt(at + 1) == '\\');
            text.append(value.charAt(escaped ? at + 1 : at));
            at += escaped ? 2 : 1;
        }
        int end = value.indexOf(';', at);
        return end < 0 ? value.length() : end;
    }

    private static @Nullable String decoded(String value) {
        int first = value.indexOf('\'');
        int second = first < 0 ? -1 : value.indexOf('\'', first + 1);
        if (second < 0) {
            return null;
        }
        Charset charset =
                switch (value.substring(0, first).toUpperCase(Locale.ROOT)) {
                    case "UTF-8" -> StandardCharsets.UTF_8;
                    case "ISO-8859-1" -> StandardCharsets.ISO_8859_1;
                    default -> null;
                };
        byte[] bytes = unescaped(value.substring(second + 1));
        if (charset == null || bytes == null) {
            return null;
        }
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static byte @Nullable [] unescaped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                if (c > 0x7F) {
                    return null;
                }
                bytes.write(c);
                continue;
            }
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), HEX) : -1;
            int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), HEX) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            bytes.write(high * HEX + low);
            i += 2;
        }
        return bytes.toByteArray();
    }
}
