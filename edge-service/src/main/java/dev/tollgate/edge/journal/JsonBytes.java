package dev.tollgate.edge.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// JSON in an array that grows and is used again; strings are escaped as Jackson's generator of UTF-8 does by
/// default. A member's name is given as it stands there, with all that goes before its value.
final class JsonBytes {
    private static final int FIRST_BYTES = 4_096;
    private static final byte[] HEX = ascii("0123456789ABCDEF");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");
    private static final byte[] LEAST_LONG = ascii(Long.toString(Long.MIN_VALUE));
    /// What one `char` takes at most: an escape by its number.
    private static final int CHAR_MAX = 6;
    private static final int LONG_MAX = 20;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    void nothing() {
        raw(NULL);
    }

    void flag(String name, boolean value) {
        name(name);
        raw(value ? TRUE : FALSE);
    }

    void number(String name, @Nullable Long value) {
        if (value == null) {
            name(name);
            nothing();
        } else {
            number(name, value.longValue());
        }
    }

    void number(String name, long value) {
        name(name);
        if (value == Long.MIN_VALUE) {
            raw(LEAST_LONG);
            return;
        }
        reserve(LONG_MAX);
        if (value < 0) {
            bytes[length++] = '-';
        }
        long rest = Math.abs(value);
        int digits = 1;
        for (long left = rest / 10; left > 0; left /= 10) {
            digits++;
        }
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    void string(String name, @Nullable String value) {
        name(name);
        if (value == null) {
            nothing();
            return;
        }
        reserve(2 + CHAR_MAX * value.length());
        bytes[length++] = '"';
        for (int i = 0; i < value.length(); i++) {
            character(value.charAt(i));
        }
        bytes[length++] = '"';
    }

    /// Into room that is there.
    private void character(char c) {
        if (c == '"' || c == '\\') {
            bytes[length++] = '\\';
            bytes[length++] = (byte) c;
        } else if (c >= ' ' && c < 0x80) {
            bytes[length++] = (byte) c;
        } else if (c < ' ') {
            control(c);
        } else if (c < 0x800) {
            bytes[length++] = (byte) (0xC0 | (c >> 6));
            bytes[length++] = (byte) (0x80 | (c & 0x3F));
        } else if (Character.isSurrogate(c)) {
            numbered(c);
        } else {
            bytes[length++] = (byte) (0xE0 | (c >> 12));
            bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            bytes[length++] = (byte) (0x80 | (c & 0x3F));
        }
    }

    private void control(char c) {
        int at = "\b\t\n\f\r".indexOf(c);
        if (at < 0) {
            numbered(c);
        } else {
            bytes[length++] = '\\';
            bytes[length++] = (byte) "btnfr".charAt(at);
        }
    }

    private void numbered(char c) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(c >> shift) & 0xF];
        }
    }

    /// A member's name and what stands around it, all ASCII and as it is.
    @SuppressWarnings("deprecation") // The one way to copy ASCII without an array in between.
    void name(String name) {
        reserve(name.length());
        name.getBytes(0, name.length(), bytes, length);
        length += name.length();
    }

    private void raw(byte[] ascii) {
        reserve(ascii.length);
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
    }

    void raw(char c) {
        reserve(1);
        bytes[length++] = (byte) c;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
