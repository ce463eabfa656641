package dev.tollgate.edge.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.tollgate.contract.billing.v1.UsageFrame;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The one thread that writes frames: takes what has come, writes it as a group, then tells those who wait.
final class JournalWriter implements Runnable {
    private static final Logger LOG = Logger.getLogger(JournalWriter.class);
    private static final int GROUP = 512;
    private static final int BUFFER = 1 << 20;
    private static final int SEGMENTS_BEFORE_CARRY = 4;
    private static final long BUSY_NANOS = 1_000_000L;

    /// @param epoch the edge's when the frame was handed in
    record Entry(UsageFrame frame, long epoch, Promise<Void> written) {}

    private record Encoded(Entry entry, Frame frame) {}

    private final ArrayBlockingQueue<Entry> queue;
    private final SegmentStore store;
    private final Unshipped unshipped;
    private final ObjectWriter json;
    private final boolean sync;
    private final long pauseNanos;
    private final Runnable onWritten;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final List<Encoded> group = new ArrayList<>();
    private long sequence;
    private long wroteNanos = System.nanoTime();
    private @Nullable Segment current;
    private volatile boolean failing;
    private volatile boolean stopping;

    /// @param onWritten called after each group
    JournalWriter(
            JournalConfig config,
            int queueMax,
            SegmentStore store,
            Unshipped unshipped,
            ObjectWriter json,
            Runnable onWritten) {
        this.queue = new ArrayBlockingQueue<>(queueMax);
        this.store = store;
        this.unshipped = unshipped;
        this.json = json;
        this.sync = config.sync() == JournalConfig.Sync.GROUP;
        this.pauseNanos = config.groupPause().toNanos();
        this.onWritten = onWritten;
        this.sequence = unshipped.lastSequence();
    }

    /// False when the queue is full: the caller is not made to wait.
    boolean offer(Entry entry) {
        return !stopping && queue.offer(entry);
    }

    int depth() {
        return queue.size();
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
            try {
                Entry first = queue.poll(50, TimeUnit.MILLISECONDS);
                if (first != null) {
                    taken.add(first);
                    queue.drainTo(taken, GROUP - 1);
                    taken.forEach(this::encode);
                    flush();
                    onWritten.run();
                }
                carryForward();
                if (first != null) {
                    gather();
                }
            } catch (InterruptedException e) {
                stopping = true;
            } catch (RuntimeException | Error e) {
                LOG.error("the journal's writer failed and goes on", e);
                failGroup(e);
            } finally {
                taken.forEach(entry -> entry.written().tryFail("the journal's writer failed"));
                taken.clear();
            }
        }
    }

    /// Under load the writer rests a moment, so that frames come in groups: one write and one wake for many. A
    /// lone frame is written at once.
    private void gather() {
        long now = System.nanoTime();
        if (now - wroteNanos < BUSY_NANOS) {
            LockSupport.parkNanos(pauseNanos);
        }
        wroteNanos = now;
    }

    private void encode(Entry entry) {
        try {
            byte[] payload = json.writeValueAsBytes(entry.frame());
            if (FrameCodec.size(payload) > Math.min(BUFFER, store.segmentBytes())) {
                throw new IOException("a frame of " + payload.length + " bytes is too large");
            }
            Frame frame = new Frame(++sequence, entry.epoch(), payload);
            reserveRoom(FrameCodec.size(payload));
            FrameCodec.write(buffer, frame);
            group.add(new Encoded(entry, frame));
        } catch (JsonProcessingException e) {
            entry.written().tryFail(e);
        } catch (IOException e) {
            failing = true;
            entry.written().tryFail(e);
        }
    }

    private void reserveRoom(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        Segment segment = current;
        if (segment == null || !segment.fits(buffer.position() + bytes)) {
            flush();
            // flush may have given up a segment that cannot be written to.
            current = store.next(current);
        }
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
            LOG.error("the journal cannot be written", e);
            failing = true;
            segment.sealed = true;
            current = null;
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

    private void failGroup(Throwable failure) {
        group.forEach(encoded -> encoded.entry().written().tryFail(failure));
        group.clear();
        buffer.clear();
    }

    private void track(Encoded encoded, Segment segment) {
        Frame frame = encoded.frame();
        switch (encoded.entry().frame()) {
            case UsageFrame.Open open -> {
                Live known = unshipped.live(open.requestId());
                if (known == null) {
                    unshipped.live().put(open.requestId(), new Live(frame.epoch(), frame.payload(), segment));
                } else {
                    known.carried(segment);
                }
            }
            case UsageFrame.Progress progress -> {
                Live known = unshipped.live(progress.requestId());
                if (known != null) {
                    known.progressed(frame.payload(), segment);
                }
            }
            case UsageFrame.Done done -> {
                unshipped.add(frame, segment);
                Live known = unshipped.live().remove(done.requestId());
                if (known != null) {
                    known.ended();
                }
            }
        }
    }

    /// Long streams do not keep a whole journal: what the oldest segment is kept for is written again.
    private void carryForward() {
        Segment oldest = store.oldest();
        if (oldest == null || store.count() <= SEGMENTS_BEFORE_CARRY || !oldest.isHeldByLive() || store.isFull()) {
            return;
        }
        for (Live live : unshipped.live().values()) {
            boolean isHeld = live.openIn.number() == oldest.number();
            Segment progressIn = live.progressIn;
            if (isHeld || (progressIn != null && progressIn.number() == oldest.number())) {
                copy(live);
            }
        }
        store.trim();
    }

    private void copy(Live live) {
        try {
            Segment segment = copy(live.epoch, live.open);
            live.carried(segment);
            byte[] progress = live.progress;
            if (progress != null) {
                live.progressed(progress, copy(live.epoch, progress));
            }
        } catch (IOException e) {
            failing = true;
            LOG.error("the journal cannot carry requests forward", e);
        }
    }

    private Segment copy(long epoch, byte[] payload) throws IOException {
        reserveRoom(FrameCodec.size(payload));
        Segment segment = java.util.Objects.requireNonNull(current);
        buffer.clear();
        FrameCodec.write(buffer, new Frame(++sequence, epoch, payload));
        segment.write(buffer.flip(), sync);
        buffer.clear();
        return segment;
    }
}
