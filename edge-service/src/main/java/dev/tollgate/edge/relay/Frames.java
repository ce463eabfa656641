package dev.tollgate.edge.relay;

import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.error.ErrorAnswer;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/// Bytes of the event stream that are always the same, and those that are made of an error.
final class Frames {
    static final String EVENT = "event: ";
    static final byte[] DATA = bytes("data: ");
    static final byte[] END = bytes("\n\n");
    static final Buffer DONE = Buffer.buffer("data: [DONE]\n\n");
    static final Buffer KEEP_ALIVE = Buffer.buffer(": keep-alive\n\n");

    private Frames() {}

    /// SDKs raise this; the stream ends behind it, without `[DONE]`.
    static Buffer error(ServiceError error) {
        return Buffer.buffer()
                .appendBytes(DATA)
                .appendBuffer(ErrorAnswer.json(error))
                .appendBytes(END);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
