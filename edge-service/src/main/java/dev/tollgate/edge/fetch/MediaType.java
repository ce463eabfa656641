package dev.tollgate.edge.fetch;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a file is, by its own first bytes: what a server says of it is not believed.
final class MediaType {
    private static final int WEBP_AT = 8;

    private MediaType() {}

    /// Null when it is nothing that a model is sent.
    static @Nullable String of(byte[] file) {
        if (begins(file, 0, "\u0089PNG\r\n\u001a\n")) {
            return "image/png";
        } else if (begins(file, 0, "\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        } else if (begins(file, 0, "GIF87a") || begins(file, 0, "GIF89a")) {
            return "image/gif";
        } else if (begins(file, 0, "RIFF") && begins(file, WEBP_AT, "WEBP")) {
            return "image/webp";
        }
        return begins(file, 0, "%PDF-") ? "application/pdf" : null;
    }

    private static boolean begins(byte[] file, int at, String mark) {
        byte[] expected = mark.getBytes(StandardCharsets.ISO_8859_1);
        if (file.length < at + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (file[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
