package dev.tollgate.edge.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.edge.peers.BillingPeer;
import dev.tollgate.edge.peers.EdgeIdentity;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// The usage journal of this edge. What is appended survives the process; it is shipped to billing in the
/// background and forgotten only when billing has it (rules 3, 4, 18).
@Startup
@Singleton
public class Journal {
    /// Observers of the shutdown that settle requests must come before, those that close leases after it.
    public static final int DRAIN_PRIORITY = 2_000;

    private static final Logger LOG = Logger.getLogger(Journal.class);
    private static final long FULL_RETRY_SECONDS = 1;

    private final JournalConfig config;
    private final Epochs epochs;
    private final JournalDirectory directory;
    private final SegmentStore store;
    private final Unshipped unshipped;
    private final JournalWriter writer;
    private final Shipper shipper;
    private final Backlog backlog;
    private final JournalMetrics metrics;
    private final ScheduledExecutorService keeper;
    private final ExecutorService threads;

    Journal(
            JournalConfig config,
            @ConfigProperty(name = "tollgate.edge.id") Optional<String> name,
            Epochs epochs,
            BillingPeer billing,
            EdgeIdentity identity,
            ObjectMapper json,
            MeterRegistry registry) {
        this.config = config;
        this.epochs = epochs;
        this.keeper = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("journal-keeper").daemon().factory());
        this.threads = Executors.newFixedThreadPool(
                2, Thread.ofPlatform().name("journal-", 0).daemon().factory());
        try {
            this.directory = JournalDirectory.open(config.dir(), name);
            identity.become(directory.edgeId());
            Recovery.Recovered recovered = Recovery.read(directory, json);
            JournalMetrics metrics = new JournalMetrics(registry);
            this.metrics = metrics;
            this.store = new SegmentStore(directory, config, recovered.segments(), recovered.nextNumber(), keeper);
            this.unshipped = new Unshipped(config.freshMax(), recovered.lastSequence());
            this.backlog = new Backlog(store, unshipped, metrics);
            this.shipper = new Shipper(
                    config,
                    store,
                    unshipped,
                    backlog,
                    epochs,
                    new UsageCalls(billing, directory.edgeId(), epochs, metrics),
                    metrics,
                    this::isAllWritten);
            unshipped.inherit(recovered.counted(), recovered.interrupted(), directory.epochs());
            this.writer = new JournalWriter(config, store, unshipped, shipper::wakeIfFull);
            show();
            start(recovered);
        } catch (IOException e) {
            throw new UncheckedIOException("the journal in " + config.dir() + " cannot be opened", e);
        }
    }

    private void start(Recovery.Recovered recovered) throws IOException {
        metrics.damaged(recovered.damaged());
        metrics.interrupted(recovered.interrupted().size());
        if (!recovered.segments().isEmpty()) {
            LOG.infof(
                    "the journal holds %d usage records of former runs; %d requests were cut off",
                    recovered.counted(), recovered.interrupted().size());
        }
        store.prepare();
        keeper.scheduleWithFixedDelay(store::prepare, FULL_RETRY_SECONDS, FULL_RETRY_SECONDS, TimeUnit.SECONDS);
        threads.execute(writer);
        threads.execute(shipper);
        epochs.start(directory);
    }

    private void show() {
        metrics.gauge("tollgate.journal.depth", "Frames waiting for the writer", writer, JournalWriter::depth);
        metrics.gauge("tollgate.journal.bytes", "All segments, the reserve included", store, SegmentStore::bytes);
        metrics.gauge(
                "tollgate.journal.unacknowledged",
                "Usage records that billing does not have",
                unshipped,
                Unshipped::unacknowledged);
        metrics.gauge("tollgate.journal.live", "Requests under way", unshipped, u -> u.live()
                .size());
        metrics.gauge("tollgate.journal.admits", "1 while requests may be admitted", this, j -> j.admits() ? 1 : 0);
    }

    /// Appends a frame. The future completes, on the caller's context, when the frame survives the process; it
    /// fails when it cannot be kept. Never blocks.
    public Future<Void> append(UsageFrame frame) {
        Context context = Vertx.currentContext();
        Promise<Void> written = context == null ? Promise.promise() : ((ContextInternal) context).promise();
        if (!writer.offer(new JournalWriter.Entry(frame, epochs.current(), written))) {
            written.fail(new IllegalStateException("the journal takes no more frames"));
        }
        return written.future();
    }

    /// Whether a new request may be admitted. What is in flight still fits when this turns false.
    public boolean admits() {
        return !store.isFull() && writer.isHealthy();
    }

    /// The id of this edge, kept beside the journal.
    public String edgeId() {
        return directory.edgeId();
    }

    /// The sequence of the last usage record that was written.
    public long lastSequence() {
        return unshipped.lastSequence();
    }

    /// Whether nothing waits to be written and billing has every usage record up to this sequence.
    public boolean isAcknowledged(long sequence) {
        return isAllWritten() && backlog.acknowledgedThrough() >= sequence;
    }

    private boolean isAllWritten() {
        return writer.depth() == 0;
    }

    /// Waits for billing to have everything, up to the grace; what it leaves is in the journal for the next start.
    void drain(@Observes @Priority(DRAIN_PRIORITY) ShutdownEvent event) {
        shipper.hurry();
        long deadline = System.nanoTime() + config.drainGrace().toNanos();
        while (!isAcknowledged(lastSequence()) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        long left = unshipped.unacknowledged() + writer.depth();
        int underWay = unshipped.live().size();
        if (left > 0 || underWay > 0) {
            metrics.left(left);
            LOG.warnf(
                    "%d usage records and %d requests under way are left in the journal for the next start",
                    left, underWay);
        }
    }

    @PreDestroy
    void stop() {
        writer.stop();
        shipper.stop();
        keeper.shutdown();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS) || !keeper.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("the journal's threads did not end in time");
            }
            store.close();
            directory.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("the journal was not closed cleanly", e);
        }
    }
}
