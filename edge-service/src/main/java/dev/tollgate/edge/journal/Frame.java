package dev.tollgate.edge.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One frame as it is on disk.
///
/// @param epoch of the edge when its request was admitted; 0 when none was open
/// @param payload JSON
@SuppressWarnings("ArrayRecordComponent") // Nobody compares frames; a copy per frame would be waste.
record Frame(long sequence, long epoch, byte[] payload) implements Shippable {
    private static final byte[] OPEN = "{\"kind\":\"open\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROGRESS = "{\"kind\":\"progress\"".getBytes(StandardCharsets.US_ASCII);

    @Override
    public ByteBuffer json() {
        return ByteBuffer.wrap(payload);
    }

    /// Whether billing must have it before it is forgotten: a `done`, and any kind that we do not know.
    boolean counts() {
        return !startsWith(OPEN) && !startsWith(PROGRESS);
    }

    private boolean startsWith(byte[] prefix) {
        return Arrays.mismatch(payload, prefix) == prefix.length;
    }
}
