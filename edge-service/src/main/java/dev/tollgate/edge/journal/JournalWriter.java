package dev.tollgate.edge.journal;

import dev.tollgate.contract.billing.v1.UsageFrame;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The one thread that writes frames: takes what has come, writes it as a group, then tells those who wait.
///
/// An `open` is only written while its own end, and those of all requests under way, still fit into what is there
/// (rules 18): a full disk refuses requests, it never loses their records.
final class JournalWriter implements Runnable {
    private static final Logger LOG = Logger.getLogger(JournalWriter.class);
    private static final int GROUP = 512;
    private static final int BUFFER = 1 << 20;
    private static final int SEGMENTS_BEFORE_CARRY = 4;
    /// What the `done` of a request takes, generously.
    static final long ENDING_MAX = 2_048;

    /// @param epoch the edge's when the frame was handed in
    record Entry(UsageFrame frame, long epoch, Promise<Void> written) {}

    /// @param json a part of the buffer
    private record Encoded(Entry entry, long sequence, long epoch, ByteBuffer json) {}

    private final ArrayBlockingQueue<Entry> queue;
    private final SegmentStore store;
    private final Unshipped unshipped;
    private final FrameJson json = new FrameJson();
    private final boolean sync;
    private final Pace pace;
    private final Runnable onWritten;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final List<Encoded> group = new ArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private long sequence;
    private @Nullable Segment current;
    private volatile boolean failing;
    private volatile boolean stopping;
    private volatile boolean ended;

    /// @param onWritten called after each group
    JournalWriter(JournalConfig config, SegmentStore store, Unshipped unshipped, Runnable onWritten) {
        this.queue = new ArrayBlockingQueue<>(config.queueMax());
        this.store = store;
        this.unshipped = unshipped;
        this.sync = config.sync() == JournalConfig.Sync.GROUP;
        this.pace = new Pace(config.groupPause().toNanos(), System.nanoTime());
        this.onWritten = onWritten;
        this.sequence = unshipped.lastSequence();
    }

    /// False when the queue is full or the writer stops: the caller is not made to wait.
    boolean offer(Entry entry) {
        waiting.incrementAndGet();
        if (!stopping && queue.offer(entry) && !(ended && queue.remove(entry))) {
            return true;
        }
        waiting.decrementAndGet();
        return false;
    }

    /// Frames that were handed in and are not written yet.
    int depth() {
        return waiting.get();
    }

    boolean isHealthy() {
        return !failing && queue.remainingCapacity() > queue.size();
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        List<Entry> taken = new ArrayList<>();
        while (!stopping || !queue.isEmpty()) {
            int wrote = 0;
            try {
                Entry first = queue.poll(50, TimeUnit.MILLISECONDS);
                if (first != null) {
                    taken.add(first);
                    queue.drainTo(taken, GROUP - 1);
                    taken.forEach(this::write);
                    flush();
                    onWritten.run();
                    wrote = taken.size();
                } else if (failing) {
                    probe();
                }
                carryForward();
            } catch (InterruptedException e) {
                stopping = true;
            } catch (RuntimeException | Error e) {
                LOG.error("the journal's writer failed and goes on", e);
                failGroup(e);
            } finally {
                taken.forEach(entry -> entry.written().tryFail("the journal's writer failed"));
                waiting.addAndGet(-taken.size());
                taken.clear();
            }
            if (wrote > 0) {
                rest(wrote);
            }
        }
        ended = true;
        for (Entry late = queue.poll(); late != null; late = queue.poll()) {
            waiting.decrementAndGet();
            late.written().tryFail("the journal is closed");
        }
    }

    private void rest(int wrote) {
        long nanos = pace.restAfter(wrote, System.nanoTime());
        if (nanos > 0) {
            LockSupport.parkNanos(nanos);
        }
    }

    private void write(Entry entry) {
        try {
            json.write(entry.frame());
            int length = json.length();
            int size = FrameCodec.HEADER + length;
            if (size > Math.min(BUFFER, store.segmentBytes())) {
                throw new IOException("a frame of " + length + " bytes is too large");
            }
            reserveRoom(size);
            if (!leavesRoom(entry.frame(), size)) {
                throw new IOException("the journal is full: what is left is for the ends of requests under way");
            }
            int at = buffer.position();
            long epoch = epochOf(entry);
            FrameCodec.write(buffer, ++sequence, epoch, json.bytes(), length);
            group.add(new Encoded(entry, sequence, epoch, buffer.slice(at + FrameCodec.HEADER, length)));
        } catch (IOException e) {
            entry.written().tryFail(e);
        }
    }

    /// A request belongs to the epoch that it was admitted in, also when it ends in a later one: its charge is
    /// taken from that epoch's lease.
    private long epochOf(Entry entry) {
        Live known = unshipped.live(entry.frame().requestId());
        return known == null ? entry.epoch() : known.epoch;
    }

    private void reserveRoom(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        Segment segment = current;
        if (segment == null || segment.rest() < buffer.position() + bytes) {
            flush();
            // flush may have given up a segment that cannot be written to.
            current = store.next(current);
        }
    }

    private boolean leavesRoom(UsageFrame frame, int size) throws IOException {
        // What was never opened has no room kept for its end.
        if (frame instanceof UsageFrame.Done && unshipped.live(frame.requestId()) != null) {
            return true;
        }
        long endings = (unshipped.live().size() + group.size() + 1L) * ENDING_MAX;
        store.keepFree(endings);
        if (room() < size + endings) {
            store.awaitReserve();
        }
        return room() >= size + endings;
    }

    private long room() {
        return Objects.requireNonNull(current).rest() - buffer.position() + store.reserveBytes();
    }

    private void flush() {
        Segment segment = current;
        if (group.isEmpty() || segment == null) {
            return;
        }
        try {
            segment.write(buffer.flip(), sync);
            failing = false;
        } catch (IOException e) {
            giveUp(segment, e);
            failGroup(e);
            return;
        }
        for (Encoded encoded : group) {
            track(encoded, segment);
        }
        for (Encoded encoded : group) {
            encoded.entry().written().tryComplete();
        }
        group.clear();
        buffer.clear();
    }

    private void giveUp(Segment segment, IOException failure) {
        LOG.error("the journal cannot be written", failure);
        failing = true;
        segment.seal();
        current = null;
    }

    /// While nothing is admitted nothing is written: whether the disk is well again shows when a segment was filled
    /// ahead.
    private void probe() {
        try {
            if (current == null) {
                current = store.next(null);
            }
            failing = false;
        } catch (IOException e) {
            LOG.debugf("the journal is still not written to: %s", e);
        }
    }

    private void failGroup(Throwable failure) {
        group.forEach(encoded -> encoded.entry().written().tryFail(failure));
        group.clear();
        buffer.clear();
    }

    private void track(Encoded encoded, Segment segment) {
        switch (encoded.entry().frame()) {
            case UsageFrame.Open open -> {
                Live known = unshipped.live(open.requestId());
                if (known == null) {
                    unshipped.live().put(open.requestId(), new Live(encoded.epoch(), copied(encoded), segment));
                } else {
                    known.opened(copied(encoded), segment);
                }
            }
            case UsageFrame.Progress progress -> {
                Live known = unshipped.live(progress.requestId());
                if (known != null) {
                    known.progressed(copied(encoded), segment);
                }
            }
            case UsageFrame.Done done -> {
                // In this order: billing is never told of a request under way after its end.
                Live known = unshipped.live().remove(done.requestId());
                unshipped.add(encoded.sequence(), encoded.epoch(), encoded.json(), segment);
                if (known != null) {
                    known.ended();
                }
            }
        }
    }

    private static byte[] copied(Encoded encoded) {
        byte[] copy = new byte[encoded.json().remaining()];
        encoded.json().get(copy);
        return copy;
    }

    /// Long streams do not keep a whole journal: what the oldest segment is kept for is written again.
    private void carryForward() {
        Segment oldest = store.oldest();
        if (oldest == null || store.count() <= SEGMENTS_BEFORE_CARRY || !oldest.isHeldByLive() || store.isFull()) {
            return;
        }
        try {
            for (Live live : unshipped.live().values()) {
                if (live.isKeptBy(oldest)) {
                    carry(live);
                }
            }
        } catch (IOException e) {
            LOG.error("the journal cannot carry requests forward", e);
        }
        store.trim();
    }

    private void carry(Live live) throws IOException {
        live.carried(copy(live.epoch, live.open));
        byte[] progress = live.progress;
        if (progress != null) {
            live.progressed(progress, copy(live.epoch, progress));
        }
    }

    private Segment copy(long epoch, byte[] payload) throws IOException {
        reserveRoom(FrameCodec.size(payload));
        Segment segment = Objects.requireNonNull(current);
        FrameCodec.write(buffer.clear(), new Frame(++sequence, epoch, payload));
        try {
            segment.write(buffer.flip(), sync);
        } catch (IOException e) {
            giveUp(segment, e);
            throw e;
        } finally {
            buffer.clear();
        }
        return segment;
    }
}
