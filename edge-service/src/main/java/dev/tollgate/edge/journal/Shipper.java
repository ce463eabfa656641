package dev.tollgate.edge.journal;

import dev.tollgate.contract.billing.v1.UsageAnswer;
import dev.tollgate.edge.peers.BillingPeer;
import dev.tollgate.edge.peers.PeerFailure;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Ships frames to billing until each is acknowledged: fresh ones first, what must be read again from disk in
/// between (rules 14), and word of the requests under way (rules 3). One thread, one batch at a time; a failure is
/// retried with growing pauses and drops nothing.
final class Shipper implements Runnable {
    private static final Logger LOG = Logger.getLogger(Shipper.class);
    private static final Duration ANSWER = Duration.ofSeconds(12);
    private static final long FIRST_BACKOFF_MILLIS = 100;
    private static final int BACKLOG_EVERY = 4;
    private static final long LIVE_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final BillingPeer billing;
    private final String edgeId;
    private final JournalConfig config;
    private final SegmentStore store;
    private final Unshipped unshipped;
    private final Epochs epochs;
    private final JournalMetrics metrics;
    private final long recoveredThrough;
    private final Deque<Frame> backlog = new ArrayDeque<>();
    private @Nullable Segment reading;
    private int round;
    private long liveToldNanos = System.nanoTime();
    private volatile @Nullable Thread thread;
    private volatile boolean pausing;
    private volatile boolean stopping;

    /// @param recoveredThrough sequence up to which frames are of former runs, or stand for their requests
    Shipper(
            BillingPeer billing,
            String edgeId,
            JournalConfig config,
            SegmentStore store,
            Unshipped unshipped,
            Epochs epochs,
            JournalMetrics metrics,
            long recoveredThrough) {
        this.billing = billing;
        this.edgeId = edgeId;
        this.config = config;
        this.store = store;
        this.unshipped = unshipped;
        this.epochs = epochs;
        this.metrics = metrics;
        this.recoveredThrough = recoveredThrough;
    }

    /// A full batch does not wait for the interval. A batch under way is left alone: to wake a thread costs more
    /// than to append a frame.
    void wakeIfFull() {
        if (pausing && unshipped.size() >= config.batchMax()) {
            pausing = false;
            LockSupport.unpark(thread);
        }
    }

    private void pause() {
        pausing = true;
        if (unshipped.size() < config.batchMax()) {
            LockSupport.parkNanos(config.batchInterval().toNanos());
        }
        pausing = false;
    }

    void stop() {
        stopping = true;
        Thread waiting = thread;
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        long backoff = FIRST_BACKOFF_MILLIS;
        while (!stopping) {
            try {
                boolean more = ship();
                backoff = FIRST_BACKOFF_MILLIS;
                if (!more) {
                    pause();
                }
            } catch (RuntimeException | IOException | Error e) {
                if (stopping) {
                    return;
                }
                metrics.shipFailed();
                LOG.warnf("usage is not shipped, next attempt in %d ms: %s", backoff, e.toString());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(backoff));
                backoff = Math.min(backoff * 2, config.backoffMax().toMillis());
            }
        }
    }

    /// One round; true when there is more at hand.
    private boolean ship() throws IOException {
        round++;
        boolean backlogTurn = unshipped.size() == 0 || round % BACKLOG_EVERY == 0;
        boolean shippedBacklog = backlogTurn && shipBacklog();
        shipFresh();
        tellLive();
        closePredecessors();
        return shippedBacklog || unshipped.size() >= config.batchMax();
    }

    private void shipFresh() {
        List<Unshipped.Fresh> batch = unshipped.first(config.batchMax());
        if (batch.isEmpty()) {
            return;
        }
        long epoch = batch.getFirst().frame().epoch();
        List<Frame> frames = new ArrayList<>(batch.size());
        for (Unshipped.Fresh fresh : batch) {
            if (fresh.frame().epoch() != epoch) {
                break;
            }
            frames.add(fresh.frame());
        }
        send(epoch, frames.stream().map(Frame::payload).toList());
        unshipped.acknowledge(frames.size());
        store.trim();
    }

    private boolean shipBacklog() throws IOException {
        if (reading == null) {
            reading = nextSpilled();
            if (reading == null) {
                return false;
            }
            FrameCodec.scan(reading.read()).frames().stream()
                    .filter(Frame::counts)
                    .forEach(backlog::add);
        }
        List<Frame> frames = new ArrayList<>();
        Frame first = backlog.peekFirst();
        if (first != null) {
            for (Frame frame : backlog) {
                if (frame.epoch() != first.epoch() || frames.size() == config.batchMax()) {
                    break;
                }
                frames.add(frame);
            }
            send(first.epoch(), frames.stream().map(Frame::payload).toList());
            frames.forEach(sent -> backlog.pollFirst());
        }
        if (backlog.isEmpty()) {
            reading.spilled = false;
            reading.firstSpilled = Long.MAX_VALUE;
            reading = null;
            store.trim();
        }
        return true;
    }

    private @Nullable Segment nextSpilled() {
        for (Segment segment : store.oldestFirst()) {
            if (segment.spilled && segment.sealed) {
                return segment;
            }
        }
        return null;
    }

    /// What billing is told of requests under way is a courtesy: it needs no acknowledgement of each frame.
    private void tellLive() {
        long now = System.nanoTime();
        if (now - liveToldNanos < LIVE_EVERY_NANOS || epochs.current() == 0) {
            return;
        }
        liveToldNanos = now;
        List<byte[]> frames = new ArrayList<>();
        List<Runnable> told = new ArrayList<>();
        for (Live live : unshipped.live().values()) {
            if (live.epoch != epochs.current()
                    || now - live.openedNanos < config.openAfter().toNanos()) {
                continue;
            }
            if (frames.size() >= config.batchMax() - 1) {
                break;
            }
            byte[] progress = live.progress;
            if (!live.openTold) {
                frames.add(live.open);
                told.add(() -> live.openTold = true);
            }
            if (progress != null && !java.util.Arrays.equals(progress, live.progressTold)) {
                frames.add(progress);
                told.add(() -> live.progressTold = progress);
            }
        }
        if (!frames.isEmpty()) {
            send(epochs.current(), frames);
            told.forEach(Runnable::run);
        }
    }

    private void closePredecessors() throws IOException {
        if (unshipped.acknowledgedThrough(store.oldestFirst()) < recoveredThrough) {
            return;
        }
        for (long epoch : epochs.predecessors()) {
            try {
                billing.closeEpoch(edgeId, epoch, epochs.current()).await().atMost(ANSWER);
                LOG.infof("epoch %d is closed: billing has its journal", epoch);
            } catch (PeerFailure.Refused e) {
                LOG.warnf("epoch %d is not closed, its holds lapse by themselves: %s", epoch, e.getMessage());
            }
            epochs.closed(epoch);
        }
    }

    /// @param admittedIn 0 when no epoch was open yet: billing gets it under the present one
    private void send(long admittedIn, List<byte[]> frames) {
        long epoch = admittedIn == 0 ? epochs.current() : admittedIn;
        if (epoch == 0) {
            throw new IllegalStateException("no epoch is open yet");
        }
        Buffer body =
                Buffer.buffer().appendString("{\"edgeId\":\"" + edgeId + "\",\"epoch\":" + epoch + ",\"frames\":[");
        for (int i = 0; i < frames.size(); i++) {
            if (i > 0) {
                body.appendByte((byte) ',');
            }
            body.appendBytes(frames.get(i));
        }
        body.appendString("]}", StandardCharsets.UTF_8.name());
        UsageAnswer answer =
                billing.usage(body.toString(StandardCharsets.UTF_8)).await().atMost(ANSWER);
        if (answer.results().size() != frames.size()) {
            throw new IllegalStateException(
                    "billing answered " + answer.results().size() + " results to " + frames.size() + " frames");
        }
        for (UsageAnswer.Result result : answer.results()) {
            metrics.shipped(result);
        }
    }
}
