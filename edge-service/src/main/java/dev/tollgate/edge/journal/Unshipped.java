package dev.tollgate.edge.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What is written and not yet acknowledged: frames that count, in order and bounded, and the requests under way.
/// Frames beyond the bound are left to be read from their segment again.
final class Unshipped {
    record Fresh(Frame frame, Segment segment) {}

    private final int max;
    private final ConcurrentLinkedDeque<Fresh> fresh = new ConcurrentLinkedDeque<>();
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
    void inherit(long inSegments, List<Fresh> records, Iterable<Long> epochs) {
        unacknowledged.addAndGet(inSegments + records.size());
        for (Fresh record : records) {
            record.segment().pending.incrementAndGet();
            size.incrementAndGet();
            fresh.addLast(record);
            lastSequence = record.frame().sequence();
        }
        epochs.forEach(epoch -> lastOfEpoch.put(epoch, lastSequence));
    }

    /// By the writer, in order.
    void add(Frame frame, Segment segment) {
        unacknowledged.incrementAndGet();
        lastOfEpoch.put(frame.epoch(), frame.sequence());
        if (size.get() < max) {
            segment.keep();
            size.incrementAndGet();
            fresh.addLast(new Fresh(frame, segment));
        } else {
            segment.spill(frame.sequence());
        }
        lastSequence = frame.sequence();
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
            Fresh done = fresh.pollFirst();
            if (done != null) {
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
        Fresh first = fresh.peekFirst();
        return first == null ? Long.MAX_VALUE : first.frame().sequence();
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
