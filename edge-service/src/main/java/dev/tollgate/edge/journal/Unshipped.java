package dev.tollgate.edge.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What is written and not yet acknowledged: frames that count, in order and bounded, and the requests under way.
/// Frames beyond the bound are left to be read from their segment again.
final class Unshipped {
    record Fresh(Frame frame, Segment segment) {}

    private final int max;
    private final ConcurrentLinkedDeque<Fresh> fresh = new ConcurrentLinkedDeque<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Map<String, Live> live = new ConcurrentHashMap<>();
    private volatile long lastSequence;

    Unshipped(int max, long lastSequence) {
        this.max = max;
        this.lastSequence = lastSequence;
    }

    /// By the writer, in order.
    void add(Frame frame, Segment segment) {
        if (size.get() >= max || segment.spilled) {
            if (!segment.spilled) {
                segment.firstSpilled = frame.sequence();
                segment.spilled = true;
            }
        } else {
            segment.pending.incrementAndGet();
            size.incrementAndGet();
            fresh.addLast(new Fresh(frame, segment));
        }
        lastSequence = frame.sequence();
    }

    int size() {
        return size.get();
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
                done.segment().pending.decrementAndGet();
            }
        }
    }

    /// The sequence of the last frame that counts.
    long lastSequence() {
        return lastSequence;
    }

    /// All frames that count, up to this sequence, are acknowledged.
    long acknowledgedThrough(Iterable<Segment> segments) {
        long through = lastSequence;
        Fresh first = fresh.peekFirst();
        if (first != null) {
            through = Math.min(through, first.frame().sequence() - 1);
        }
        for (Segment segment : segments) {
            through = Math.min(through, segment.firstSpilled - 1);
        }
        return through;
    }

    Map<String, Live> live() {
        return live;
    }

    @Nullable
    Live live(String requestId) {
        return live.get(requestId);
    }
}
