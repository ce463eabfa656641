package dev.tollgate.local.fake;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/// Cuts UTF-8 text inside its characters of several bytes.
final class SplitCharacters {

    private SplitCharacters() {}

    static int afterLeadByte(Buffer bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            if (isLeadByte(bytes.getByte(i))) {
                return i + 1;
            }
        }
        return bytes.length();
    }

    static List<Buffer> split(Buffer text) {
        List<Buffer> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isLeadByte(text.getByte(i))) {
                pieces.add(text.slice(from, i + 1));
                from = i + 1;
            }
        }
        pieces.add(text.slice(from, text.length()));
        return pieces;
    }

    private static boolean isLeadByte(byte b) {
        return (b & 0xC0) == 0xC0;
    }
}
