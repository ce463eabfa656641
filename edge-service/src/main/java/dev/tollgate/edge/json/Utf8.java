package dev.tollgate.edge.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Whether bytes are UTF-8. JSON parsers skip over strings that nobody asks for, so this is a pass of its own;
/// ASCII, which is most of what comes, costs eight bytes a step.
public final class Utf8 {
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    public static boolean isValid(byte[] bytes) {
        return isValid(bytes, 0, bytes.length);
    }

    static boolean isValid(byte[] bytes, int from, int to) {
        int start = asciiEnd(bytes, from, to);
        if (start == to) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, to - start));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static int asciiEnd(byte[] bytes, int from, int to) {
        ByteBuffer view = ByteBuffer.wrap(bytes);
        int at = from;
        while (at + Long.BYTES <= to && (view.getLong(at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }
}
