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
        int start = asciiPrefix(bytes);
        if (start == bytes.length) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, bytes.length - start));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static int asciiPrefix(byte[] bytes) {
        ByteBuffer view = ByteBuffer.wrap(bytes);
        int at = 0;
        while (at + Long.BYTES <= bytes.length && (view.getLong(at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < bytes.length && bytes[at] >= 0) {
            at++;
        }
        return at;
    }
}
