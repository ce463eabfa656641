package dev.tollgate.edge.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What is written and not yet acknowledged: frames that count, in order and bounded, and the requests under way.
/// Frames beyond the bound are left to be read from their segment again.
final class Unshipped {
    /// A few dozen bytes for each frame that waits: its JSON lies in a chunk with many others.
    record Fresh(long sequence, long epoch, Segment segment, Chunks.Chunk chunk, int from, int length)
            implements Shippable {
        @Override
        public ByteBuffer json() {
            return chunk.read(from, length);
        }
    }

    private final int max;
    private final Queue<Fresh> fresh = new ConcurrentLinkedQueue<>();
    private final Chunks chunks = new Chunks();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong unacknowledged = new AtomicLong();
    private final Map<String, Live> live = new ConcurrentHashMap<>();
    private final Map<Long, Long> lastOfEpoch = new ConcurrentHashMap<>();
    private volatile long lastSequence;

    /// @param max frames in memory
    Unshipped(int max, long lastSequence) {
        this.max = max;
        this.lastSequence = lastSequence;
    }

    /// Before anything is written: what a former run left, of which so many frames are to be read from segments,
    /// and the records of requests that it left open.
    void inherit(long inSegments, List<Recovery.Made> records, Iterable<Long> epochs) {
        unacknowledged.addAndGet(inSegments + records.size());
        for (Recovery.Made record : records) {
            Frame frame = record.frame();
            record.segment().pending.incrementAndGet();
            keep(frame.sequence(), frame.epoch(), frame.json(), record.segment());
            lastSequence = frame.sequence();
        }
        epochs.forEach(epoch -> lastOfEpoch.put(epoch, lastSequence));
    }

    /// By the writer, in order.
    void add(long sequence, long epoch, ByteBuffer json, Segment segment) {
        unacknowledged.incrementAndGet();
        lastOfEpoch.put(epoch, sequence);
        if (size.get() < max) {
            segment.keep();
            keep(sequence, epoch, json, segment);
        } else {
            segment.spill(sequence);
        }
        lastSequence = sequence;
    }

    private void keep(long sequence, long epoch, ByteBuffer json, Segment segment) {
        int length = json.remaining();
        Chunks.Chunk chunk = chunks.withRoom(length);
        size.incrementAndGet();
        fresh.add(new Fresh(sequence, epoch, segment, chunk, chunk.add(json), length));
    }

    /// Frames in memory, without those that were read again.
    int size() {
        return size.get();
    }

    /// Usage records that billing does not have, in memory or not.
    long unacknowledged() {
        return unacknowledged.get();
    }

    List<Fresh> first(int count) {
        List<Fresh> batch = new ArrayList<>();
        for (Fresh next : fresh) {
            if (batch.size() == count) {
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    /// By the shipper: the first so many are acknowledged.
    void acknowledge(int count) {
        for (int i = 0; i < count; i++) {
            Fresh done = fresh.poll();
            if (done != null) {
                chunks.letGo(done.chunk());
                size.decrementAndGet();
                acknowledged(done.segment());
            }
        }
    }

    /// One frame of this segment, wherever it was kept.
    void acknowledged(Segment segment) {
        segment.pending.decrementAndGet();
        unacknowledged.decrementAndGet();
    }

    /// The sequence of the last frame that counts.
    long lastSequence() {
        return lastSequence;
    }

    /// The first that is not acknowledged, of those kept here; `Long.MAX_VALUE` when all are.
    long firstKept() {
        Fresh first = fresh.peek();
        return first == null ? Long.MAX_VALUE : first.sequence();
    }

    /// Whether all usage of an epoch is acknowledged, given what is, and none of its requests is under way.
    boolean isOver(long epoch, long acknowledgedThrough) {
        return lastOfEpoch.getOrDefault(epoch, 0L) <= acknowledgedThrough
                && live.values().stream().noneMatch(request -> request.epoch == epoch);
    }

    void forget(long epoch) {
        lastOfEpoch.remove(epoch);
    }

    Map<String, Live> live() {
        return live;
    }

    @Nullable
    Live live(String requestId) {
        return live.get(requestId);
    }
}
