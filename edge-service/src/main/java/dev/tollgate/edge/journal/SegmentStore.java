package dev.tollgate.edge.journal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The journal's segments, oldest first, and those in reserve: one, and as many more as the ends of all requests
/// under way may take. When the reserve cannot be made, admission stops while the requests in flight still fit into
/// what is there (rules 18).
final class SegmentStore {
    private static final Logger LOG = Logger.getLogger(SegmentStore.class);
    private static final long RESERVE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final JournalDirectory directory;
    private final long segmentBytes;
    private final long maxBytes;
    private final ExecutorService keeper;
    private final ConcurrentLinkedDeque<Segment> segments = new ConcurrentLinkedDeque<>();
    private final Deque<Segment> reserve = new ArrayDeque<>();
    private volatile int reserved;
    private volatile int wanted = 1;
    private long nextNumber;
    private boolean making;
    private volatile boolean full;

    /// @param recovered segments of former runs, oldest first
    /// @param nextNumber higher than that of any file there
    SegmentStore(
            JournalDirectory directory,
            JournalConfig config,
            List<Segment> recovered,
            long nextNumber,
            ExecutorService keeper) {
        this.directory = directory;
        this.segmentBytes = config.segmentBytes().asLongValue();
        this.maxBytes = config.maxBytes().asLongValue();
        this.keeper = keeper;
        this.segments.addAll(recovered);
        this.nextNumber = nextNumber;
        if (maxBytes < 2 * segmentBytes) {
            throw new IllegalArgumentException(
                    "tollgate.edge.journal.max-bytes must hold two segments of %d bytes".formatted(segmentBytes));
        }
    }

    /// Whether the reserve could not be made: tried again with [#prepare] and after each trim.
    boolean isFull() {
        return full;
    }

    long segmentBytes() {
        return segmentBytes;
    }

    /// Bytes in reserve.
    long reserveBytes() {
        return reserved * segmentBytes;
    }

    synchronized long bytes() {
        long sum = reserve.size() * segmentBytes;
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

    /// Keeps so many bytes free beyond the one segment that is always in reserve.
    void keepFree(long bytes) {
        int now = (int) (1 + bytes / segmentBytes);
        if (now != wanted) {
            wanted = now;
            prepare();
        }
    }

    /// Makes what is missing of the reserve, in the background.
    synchronized void prepare() {
        if (making) {
            return;
        }
        if (reserve.size() < wanted) {
            making = true;
            keeper.execute(this::makeReserve);
        } else {
            full = false;
        }
    }

    private void makeReserve() {
        boolean more = true;
        while (more) {
            Segment made = make();
            synchronized (this) {
                if (made != null) {
                    reserve.addLast(made);
                    reserved = reserve.size();
                    nextNumber++;
                }
                full = made == null;
                more = made != null && reserve.size() < wanted;
                making = more;
                notifyAll();
            }
        }
    }

    private @Nullable Segment make() {
        if (bytes() + segmentBytes > maxBytes) {
            if (!full) {
                LOG.errorf("the journal has reached its cap of %d bytes: no new request is admitted", maxBytes);
            }
            return null;
        }
        try {
            return Segment.create(nextNumber, directory.segment(nextNumber), segmentBytes);
        } catch (IOException | RuntimeException | Error e) {
            if (!full) {
                LOG.errorf(e, "the journal cannot grow: no new request is admitted");
            }
            return null;
        }
    }

    /// The reserve becomes the segment to write to. Only the writer waits here.
    ///
    /// @throws IOException when there is none and none can be made
    Segment next(@Nullable Segment finished) throws IOException {
        Segment taken = take();
        if (finished != null) {
            finished.seal();
        }
        segments.addLast(taken);
        trim();
        prepare();
        return taken;
    }

    private synchronized Segment take() throws IOException {
        if (reserve.isEmpty() && !full) {
            prepare();
        }
        if (reserve.isEmpty()) {
            awaitReserve();
        }
        Segment taken = reserve.pollFirst();
        if (taken == null) {
            throw new IOException("the journal is full");
        }
        reserved = reserve.size();
        return taken;
    }

    /// Waits for a reserve that is being made, if one is.
    synchronized void awaitReserve() throws IOException {
        long deadline = System.nanoTime() + RESERVE_WAIT_NANOS;
        int before = reserve.size();
        while (making && reserve.size() == before && System.nanoTime() < deadline) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, deadline - System.nanoTime()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
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

    /// Lets go of all files; what billing has in full does not stay to be read at the next start.
    synchronized void close() throws IOException {
        segments.forEach(Segment::seal);
        for (Segment segment : segments) {
            segment.close();
        }
        Segment first = segments.peekFirst();
        while (first != null && first.isDone()) {
            first.delete();
            segments.pollFirst();
            first = segments.peekFirst();
        }
        for (Segment unused : reserve) {
            unused.delete();
        }
        reserve.clear();
        reserved = 0;
    }
}
