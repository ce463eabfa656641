package dev.tollgate.edge.relay;

import java.nio.charset.StandardCharsets;

/// What a piece of JSON text says.
final class JsonText {
    private static final int HEX = 16;
    private static final int UNICODE_LENGTH = 4;

    private JsonText() {}

    /// Resolves escapes. What is no valid escape stands for itself: this is for counting.
    static String of(byte[] bytes, int from, int to) {
        int plain = from;
        int i = indexOfEscape(bytes, from, to);
        if (i == to) {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(to - from);
        while (i < to) {
            text.append(new String(bytes, plain, i - plain, StandardCharsets.UTF_8));
            char escape = (char) bytes[i + 1];
            if (escape == 'u' && i + 2 + UNICODE_LENGTH <= to) {
                text.append(unicode(bytes, i + 2));
                i += UNICODE_LENGTH;
            } else {
                text.append(single(escape));
            }
            plain = i + 2;
            i = indexOfEscape(bytes, plain, to);
        }
        return text.append(new String(bytes, plain, to - plain, StandardCharsets.UTF_8))
                .toString();
    }

    /// @return `to` when there is none; a backslash at the very end is none
    private static int indexOfEscape(byte[] bytes, int from, int to) {
        for (int i = from; i < to - 1; i++) {
            if (bytes[i] == '\\') {
                return i;
            }
        }
        return to;
    }

    private static char unicode(byte[] bytes, int from) {
        int value = 0;
        for (int i = from; i < from + UNICODE_LENGTH; i++) {
            value = value * HEX + Math.max(0, Character.digit(bytes[i], HEX));
        }
        return (char) value;
    }

    private static char single(char escape) {
        return switch (escape) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> escape;
        };
    }
}
