package dev.tollgate.edge.relay;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/// Bytes of the event stream that are always the same.
final class Frames {
    static final String EVENT = "event: ";
    static final byte[] DATA = bytes("data: ");
    static final byte[] END = bytes("\n\n");
    static final Buffer KEEP_ALIVE = Buffer.buffer(": keep-alive\n\n");

    private Frames() {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
