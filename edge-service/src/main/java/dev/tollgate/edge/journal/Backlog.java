package dev.tollgate.edge.journal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What memory has no room for, read again from one segment at a time. The shipper's own, but for
/// [#acknowledgedThrough].
final class Backlog {
    private static final long NONE = Long.MAX_VALUE;

    private final SegmentStore store;
    private final Unshipped unshipped;
    private final JournalMetrics metrics;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private @Nullable Segment reading;
    private volatile long from = NONE;

    Backlog(SegmentStore store, Unshipped unshipped, JournalMetrics metrics) {
        this.store = store;
        this.unshipped = unshipped;
        this.metrics = metrics;
    }

    /// The next frames of one epoch, read from disk if need be; empty when there are none.
    List<Frame> next(int max) throws IOException {
        while (frames.isEmpty()) {
            Segment spilled = oldestSpilled();
            if (spilled == null) {
                return List.of();
            }
            load(spilled);
        }
        List<Frame> batch = new ArrayList<>();
        long epoch = frames.getFirst().epoch();
        for (Frame frame : frames) {
            if (frame.epoch() != epoch || batch.size() == max) {
                break;
            }
            batch.add(frame);
        }
        return batch;
    }

    private void load(Segment spilled) throws IOException {
        // Said before the segment forgets it: nobody may take the frames for acknowledged in between.
        from = spilled.firstSpilled();
        Segment.Reclaimed read = spilled.reclaim();
        metrics.damaged(read.damaged());
        frames.addAll(read.frames());
        reading = spilled;
        tell();
        if (frames.isEmpty()) {
            store.trim();
        }
    }

    private @Nullable Segment oldestSpilled() {
        for (Segment segment : store.oldestFirst()) {
            if (segment.isSpilled()) {
                return segment;
            }
        }
        return null;
    }

    /// Billing has the first so many of what was given last.
    void acknowledge(int count) {
        Segment segment = Objects.requireNonNull(reading);
        for (int i = 0; i < count; i++) {
            frames.removeFirst();
            unshipped.acknowledged(segment);
        }
        tell();
        store.trim();
    }

    private void tell() {
        Frame first = frames.peekFirst();
        from = first == null ? NONE : first.sequence();
    }

    /// All frames that count, up to this sequence, are acknowledged.
    long acknowledgedThrough() {
        long through = unshipped.lastSequence();
        for (Segment segment : store.oldestFirst()) {
            through = Math.min(through, segment.firstSpilled() - 1);
        }
        // After the segments: what they have handed over is already told here.
        return Math.min(through, Math.min(from, unshipped.firstKept()) - 1);
    }
}
