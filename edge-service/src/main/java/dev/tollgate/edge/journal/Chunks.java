package dev.tollgate.edge.journal;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A few large arrays in which frames wait for billing, used again and again: as arrays of their own they would
/// outlive the young generation, a kilobyte for each request, and fill the old one with garbage. The writer fills
/// them, the shipper lets go of them.
final class Chunks {
    static final int BYTES = 1 << 20;
    /// Kept for the next frames; what an outage of billing took beyond them is left to the collector.
    static final int SPARE_MAX = 4;

    /// One array and all that waits in it.
    static final class Chunk {
        private final byte[] bytes;
        private int used;
        /// The frames here, and the writer while it fills it.
        private final AtomicInteger holders = new AtomicInteger(1);

        private Chunk(int size) {
            bytes = new byte[size];
        }

        int size() {
            return bytes.length;
        }

        /// By the writer, into room that is there: where the copy begins.
        int add(ByteBuffer json) {
            int from = used;
            used += json.remaining();
            json.get(bytes, from, used - from);
            holders.incrementAndGet();
            return from;
        }

        ByteBuffer read(int from, int length) {
            return ByteBuffer.wrap(bytes, from, length);
        }

        private boolean hasRoom(int length) {
            return bytes.length - used >= length;
        }
    }

    private final ArrayBlockingQueue<Chunk> spare = new ArrayBlockingQueue<>(SPARE_MAX);
    private @Nullable Chunk filling;

    /// By the writer: a chunk with room for so many bytes.
    Chunk withRoom(int length) {
        Chunk last = filling;
        if (last != null && last.hasRoom(length)) {
            return last;
        }
        if (last != null) {
            letGo(last);
        }
        Chunk next = length > BYTES ? null : spare.poll();
        if (next == null) {
            next = new Chunk(Math.max(BYTES, length));
        }
        filling = next;
        return next;
    }

    /// One holder less; without any a chunk is free for other frames.
    void letGo(Chunk chunk) {
        if (chunk.holders.decrementAndGet() == 0 && chunk.size() == BYTES) {
            chunk.used = 0;
            chunk.holders.set(1);
            spare.offer(chunk);
        }
    }
}
