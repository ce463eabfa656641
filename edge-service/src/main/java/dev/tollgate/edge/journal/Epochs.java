package dev.tollgate.edge.journal;

import dev.tollgate.contract.billing.v1.EdgeEpoch;
import dev.tollgate.contract.billing.v1.EpochRequest;
import dev.tollgate.edge.peers.BillingPeer;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/// This process' epoch at billing, without which no lease may be asked for (rules 2). Opened in the background and
/// for as long as it takes; a superseded one is replaced by the next.
@Singleton
public class Epochs {
    private static final Logger LOG = Logger.getLogger(Epochs.class);
    private static final long FIRST_RETRY_MILLIS = 100;
    private static final long SKEW_MAX_MILLIS = 2_000;
    private static final long TIME_AGAIN_MILLIS = 1_000;

    private final Vertx vertx;
    private final BillingPeer billing;
    private final JournalConfig config;
    private final TreeSet<Long> unclosed = new TreeSet<>();
    private volatile JournalDirectory directory;
    private volatile String startId = UUID.randomUUID().toString();
    private volatile long current;
    private volatile long skewMillis;
    private final AtomicBoolean askingTheTime = new AtomicBoolean();
    private volatile boolean stopped;
    /// Guarded by this.
    private int supersessions;

    @SuppressWarnings("NullAway.Init") // The journal says start before anything else is asked.
    Epochs(Vertx vertx, BillingPeer billing, JournalConfig config) {
        this.vertx = vertx;
        this.billing = billing;
        this.config = config;
    }

    /// The epoch in force; 0 while none is open.
    public long current() {
        return current;
    }

    /// Billing's clock less ours when the epoch was opened or a lease was answered.
    public long skewMillis() {
        return skewMillis;
    }

    /// Tells billing's clock, as an answer carried it.
    ///
    /// @param askedMillis our clock when the call was sent
    public void heard(long serverMillis, long askedMillis) {
        long now = System.currentTimeMillis();
        // Between the two readings lies the answer: only what is outside of them is skew.
        skewMillis = serverMillis < askedMillis ? serverMillis - askedMillis : Math.max(0, serverMillis - now);
        if (!isInStep() && askingTheTime.compareAndSet(false, true)) {
            LOG.errorf("billing's clock is %d ms off ours: this edge is not ready until they agree", skewMillis);
            vertx.setTimer(TIME_AGAIN_MILLIS, timer -> askTheTime());
        }
    }

    /// Whether our clock is close enough to billing's to price by (rules 11).
    boolean isInStep() {
        return Math.abs(skewMillis) <= SKEW_MAX_MILLIS;
    }

    /// An edge that is not ready gets no requests, asks for no leases, and would never hear that the clocks agree
    /// again. Asking for the epoch once more changes nothing and tells the time.
    private void askTheTime() {
        if (stopped) {
            return;
        }
        long asked = System.currentTimeMillis();
        billing.openEpoch(directory.edgeId(), new EpochRequest(startId))
                .subscribe()
                .with(
                        opened -> {
                            askingTheTime.set(false);
                            heard(opened.serverTime(), asked);
                            if (isInStep()) {
                                LOG.info("billing's clock and ours agree again");
                            }
                        },
                        failure -> vertx.setTimer(TIME_AGAIN_MILLIS, timer -> askTheTime()));
    }

    /// Billing knows a newer one: nothing more may be asked under this epoch.
    public synchronized void superseded(long epoch) {
        if (current == epoch && epoch > 0) {
            LOG.errorf("epoch %d is superseded: another process uses this edge's id", epoch);
            current = 0;
            startId = UUID.randomUUID().toString();
            // Two that share an id supersede each other: ever more slowly, so that one of them can work meanwhile.
            long wait = Math.min(
                    FIRST_RETRY_MILLIS << Math.min(supersessions++, 10),
                    config.backoffMax().toMillis());
            vertx.setTimer(wait, timer -> open(FIRST_RETRY_MILLIS));
        }
    }

    void start(JournalDirectory journal) throws IOException {
        directory = journal;
        synchronized (this) {
            unclosed.addAll(journal.epochs());
        }
        open(FIRST_RETRY_MILLIS);
    }

    /// Epochs that were not closed, of former runs and those that were superseded since: to be closed when billing
    /// has their journal.
    synchronized SortedSet<Long> former() {
        return current == 0 ? new TreeSet<>() : new TreeSet<>(unclosed.headSet(current));
    }

    synchronized void closed(long epoch) throws IOException {
        unclosed.remove(epoch);
        directory.keepEpochs(unclosed);
    }

    private void open(long retryMillis) {
        if (stopped) {
            return;
        }
        long asked = System.currentTimeMillis();
        billing.openEpoch(directory.edgeId(), new EpochRequest(startId))
                .subscribe()
                .with(opened -> opened(opened, asked), failure -> {
                    LOG.debugf("no epoch yet: %s", failure);
                    long next = Math.min(retryMillis * 2, config.backoffMax().toMillis());
                    vertx.setTimer(retryMillis, timer -> open(next));
                });
    }

    private void opened(EdgeEpoch opened, long asked) {
        vertx.executeBlocking(() -> {
                    keep(opened.epoch());
                    return opened.epoch();
                })
                .onSuccess(epoch -> {
                    heard(opened.serverTime(), asked);
                    current = epoch;
                    LOG.infof("epoch %d of %s is open", epoch, opened.edgeId());
                })
                .onFailure(failure -> {
                    LOG.error("the epoch cannot be kept in the journal's directory", failure);
                    vertx.setTimer(TimeUnit.SECONDS.toMillis(1), timer -> open(FIRST_RETRY_MILLIS));
                });
    }

    private synchronized void keep(long epoch) throws IOException {
        unclosed.add(epoch);
        directory.keepEpochs(unclosed);
    }

    @PreDestroy
    void stop() {
        stopped = true;
    }
}
