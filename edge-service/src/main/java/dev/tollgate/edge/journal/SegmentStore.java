package dev.tollgate.edge.journal;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The journal's segments, oldest first, and the one in reserve. When the reserve cannot be made, admission stops
/// while the requests in flight still fit into what is there (rules 18).
final class SegmentStore {
    private static final Logger LOG = Logger.getLogger(SegmentStore.class);
    private static final long RESERVE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final JournalDirectory directory;
    private final long segmentBytes;
    private final long maxBytes;
    private final ExecutorService keeper;
    private final ConcurrentLinkedDeque<Segment> segments = new ConcurrentLinkedDeque<>();
    private long nextNumber;
    private @Nullable Segment reserve;
    private boolean making;
    private volatile boolean full;

    /// @param recovered segments of former runs, oldest first
    SegmentStore(
            JournalDirectory directory,
            long segmentBytes,
            long maxBytes,
            List<Segment> recovered,
            ExecutorService keeper) {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        this.maxBytes = maxBytes;
        this.keeper = keeper;
        this.segments.addAll(recovered);
        this.nextNumber = recovered.isEmpty() ? 1 : recovered.getLast().number() + 1;
    }

    /// Whether the reserve could not be made: tried again with [#prepare] and after each trim.
    boolean isFull() {
        return full;
    }

    long segmentBytes() {
        return segmentBytes;
    }

    synchronized long bytes() {
        long sum = reserve == null ? 0 : reserve.size();
        for (Segment segment : segments) {
            sum += segment.size();
        }
        return sum;
    }

    int count() {
        return segments.size();
    }

    Iterable<Segment> oldestFirst() {
        return segments;
    }

    @Nullable
    Segment oldest() {
        return segments.peekFirst();
    }

    /// Makes the reserve in the background, if it is missing.
    synchronized void prepare() {
        if (reserve == null && !making) {
            making = true;
            keeper.execute(this::makeReserve);
        }
    }

    private void makeReserve() {
        Segment made = null;
        boolean capped = bytes() + segmentBytes > maxBytes;
        try {
            if (!capped) {
                made = Segment.create(nextNumber, directory.segment(nextNumber), segmentBytes);
            }
        } catch (IOException | RuntimeException e) {
            if (!full) {
                LOG.errorf(e, "the journal cannot grow: no new request is admitted");
            }
        }
        synchronized (this) {
            making = false;
            if (made != null) {
                reserve = made;
                nextNumber++;
            } else if (capped && !full) {
                LOG.errorf("the journal has reached its cap of %d bytes: no new request is admitted", maxBytes);
            }
            full = made == null;
            notifyAll();
        }
    }

    /// The reserve becomes the segment to write to. Only the writer waits here.
    ///
    /// @throws IOException when there is none and none can be made
    Segment next(@Nullable Segment finished) throws IOException {
        Segment taken = take();
        if (finished != null) {
            finished.sealed = true;
        }
        segments.addLast(taken);
        trim();
        prepare();
        return taken;
    }

    private synchronized Segment take() throws IOException {
        long deadline = System.nanoTime() + RESERVE_WAIT_NANOS;
        prepare();
        while (reserve == null && making && System.nanoTime() < deadline) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, deadline - System.nanoTime()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        Segment taken = reserve;
        if (taken == null) {
            throw new IOException("the journal is full");
        }
        reserve = null;
        return taken;
    }

    /// Deletes what billing has, oldest first only: a `done` never goes before its `open`, which would look
    /// interrupted after a crash.
    synchronized void trim() {
        Segment first = segments.peekFirst();
        boolean trimmed = false;
        while (first != null && first.isDone()) {
            try {
                first.delete();
            } catch (IOException e) {
                LOG.warnf("%s could not be deleted: %s", directory.segment(first.number()), e.toString());
                return;
            }
            segments.pollFirst();
            trimmed = true;
            first = segments.peekFirst();
        }
        if (trimmed || full) {
            prepare();
        }
    }

    synchronized void close() throws IOException {
        for (Segment segment : segments) {
            segment.close();
        }
        Segment unused = reserve;
        reserve = null;
        if (unused != null) {
            unused.delete();
        }
    }
}
