package dev.tollgate.edge.journal;

import dev.tollgate.edge.peers.PeerFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Ships frames to billing until each is acknowledged: fresh ones first, what must be read again from disk in
/// between (rules 14), and word of the requests under way (rules 3). One thread, one batch at a time; a failure is
/// retried with growing pauses and drops nothing.
final class Shipper implements Runnable {
    private static final Logger LOG = Logger.getLogger(Shipper.class);
    private static final long FIRST_BACKOFF_MILLIS = 100;
    private static final int BACKLOG_EVERY = 4;
    private static final int BATCH_BYTES = 4 << 20;

    private final JournalConfig config;
    private final SegmentStore store;
    private final Unshipped unshipped;
    private final Backlog backlog;
    private final Epochs epochs;
    private final UsageCalls calls;
    private final UnderWay underWay;
    private final JournalMetrics metrics;
    private final BooleanSupplier allWritten;
    private int round;
    private volatile @Nullable Thread thread;
    private long sentNanos;
    private volatile boolean pausing;
    private volatile boolean hurrying;
    private volatile boolean stopping;

    /// @param allWritten whether nothing waits for the writer
    Shipper(
            JournalConfig config,
            SegmentStore store,
            Unshipped unshipped,
            Backlog backlog,
            Epochs epochs,
            UsageCalls calls,
            JournalMetrics metrics,
            BooleanSupplier allWritten) {
        this.config = config;
        this.store = store;
        this.unshipped = unshipped;
        this.backlog = backlog;
        this.epochs = epochs;
        this.calls = calls;
        this.underWay = new UnderWay(config, unshipped, calls);
        this.metrics = metrics;
        this.allWritten = allWritten;
        this.sentNanos = System.nanoTime() - config.batchPause().toNanos();
    }

    /// A full batch does not wait for the interval. A batch under way is left alone: to wake a thread costs more
    /// than to append a frame.
    void wakeIfFull() {
        if (pausing && unshipped.size() >= config.batchMax()) {
            pausing = false;
            LockSupport.unpark(thread);
        }
    }

    /// From now on batches are sent as they are: somebody waits for the last of them.
    void hurry() {
        hurrying = true;
        LockSupport.unpark(thread);
    }

    private void pause() {
        pausing = true;
        if (unshipped.size() < config.batchMax()) {
            LockSupport.parkNanos(pauseNanos());
        }
        pausing = false;
    }

    private long pauseNanos() {
        long interval = config.batchInterval().toNanos();
        long sinceSent = System.nanoTime() - sentNanos;
        return hurrying ? interval : Math.max(interval, config.batchPause().toNanos() - sinceSent);
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
                backOff(backoff);
                backoff = Math.min(backoff * 2, config.backoffMax().toMillis());
            }
        }
    }

    /// Not cut short by frames that come: billing in trouble is left alone.
    private void backOff(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = until - System.nanoTime();
        while (left > 0 && !stopping) {
            LockSupport.parkNanos(left);
            left = until - System.nanoTime();
        }
    }

    /// One round; true when there is more at hand.
    private boolean ship() throws IOException {
        round++;
        boolean backlogTurn = unshipped.size() == 0 || round % BACKLOG_EVERY == 0;
        boolean shippedBacklog = backlogTurn && shipBacklog();
        shipFresh();
        underWay.tell();
        closeEpochs();
        return shippedBacklog || unshipped.size() >= config.batchMax();
    }

    private void shipFresh() {
        List<Unshipped.Fresh> batch = unshipped.first(config.batchMax());
        if (!batch.isEmpty()) {
            unshipped.acknowledge(send(batch));
            store.trim();
        }
    }

    private boolean shipBacklog() throws IOException {
        List<Frame> batch = backlog.next(config.batchMax());
        if (batch.isEmpty()) {
            return false;
        }
        backlog.acknowledge(send(batch));
        return true;
    }

    /// Sends the first frames, as many as are of one epoch and fit into one call.
    private int send(List<? extends Shippable> batch) {
        long epoch = batch.getFirst().epoch();
        List<ByteBuffer> frames = new ArrayList<>(batch.size());
        long bytes = 0;
        for (Shippable shippable : batch) {
            ByteBuffer json = shippable.json();
            bytes += json.remaining();
            if (shippable.epoch() != epoch || (bytes > BATCH_BYTES && !frames.isEmpty())) {
                break;
            }
            frames.add(json);
        }
        sentNanos = System.nanoTime();
        calls.send(epoch, frames);
        return frames.size();
    }

    /// Former epochs end when billing has all that was spent under them, and none of their requests is under way.
    private void closeEpochs() throws IOException {
        if (!allWritten.getAsBoolean()) {
            return;
        }
        long through = backlog.acknowledgedThrough();
        for (long epoch : epochs.former()) {
            if (!unshipped.isOver(epoch, through)) {
                continue;
            }
            try {
                calls.closeEpoch(epoch);
                LOG.infof("epoch %d is closed: billing has its journal", epoch);
            } catch (PeerFailure.Refused e) {
                LOG.warnf("epoch %d is not closed, its holds lapse by themselves: %s", epoch, e.getMessage());
            }
            epochs.closed(epoch);
            unshipped.forget(epoch);
        }
    }
}
