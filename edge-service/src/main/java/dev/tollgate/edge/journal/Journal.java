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
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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
@ApplicationScoped
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
            metrics.recovered(recovered.damaged(), recovered.interrupted().size());
            this.store = new SegmentStore(
                    directory,
                    config.segmentBytes().asLongValue(),
                    config.maxBytes().asLongValue(),
                    recovered.segments(),
                    keeper);
            this.unshipped = new Unshipped(config.freshMax(), recovered.lastSequence());
            this.shipper = new Shipper(
                    billing,
                    directory.edgeId(),
                    config,
                    store,
                    unshipped,
                    epochs,
                    metrics,
                    recovered.lastSequence() + recovered.interrupted().size());
            this.writer = new JournalWriter(
                    config,
                    Math.max(config.queueMax(), recovered.interrupted().size()),
                    store,
                    unshipped,
                    json.writer(),
                    shipper::wakeIfFull);
            show(metrics);
            start(recovered);
        } catch (IOException e) {
            throw new UncheckedIOException("the journal in " + config.dir() + " cannot be opened", e);
        }
    }

    private void start(Recovery.Recovered recovered) throws IOException {
        for (Recovery.Interrupted cut : recovered.interrupted()) {
            writer.offer(new JournalWriter.Entry(cut.done(), cut.epoch(), Promise.promise()));
        }
        if (!recovered.segments().isEmpty()) {
            LOG.infof(
                    "the journal holds %d segments of former runs, %d requests were cut off, %d stretches are damaged",
                    recovered.segments().size(), recovered.interrupted().size(), recovered.damaged());
        }
        store.prepare();
        keeper.scheduleWithFixedDelay(store::prepare, FULL_RETRY_SECONDS, FULL_RETRY_SECONDS, TimeUnit.SECONDS);
        threads.execute(writer);
        threads.execute(shipper);
        epochs.start(directory);
    }

    private void show(JournalMetrics metrics) {
        metrics.gauge("tollgate.journal.depth", "Frames waiting for the writer", writer, JournalWriter::depth);
        metrics.gauge("tollgate.journal.bytes", "All segments, the reserve included", store, SegmentStore::bytes);
        metrics.gauge(
                "tollgate.journal.unacknowledged",
                "Frames in memory that billing does not have",
                unshipped,
                u -> u.size());
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
            written.fail(new IllegalStateException("the journal's queue is full"));
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
        return writer.depth() == 0 && unshipped.acknowledgedThrough(store.oldestFirst()) >= sequence;
    }

    /// Waits for billing to have everything, up to the grace.
    void drain(@Observes @Priority(DRAIN_PRIORITY) ShutdownEvent event) {
        long deadline = System.nanoTime() + config.drainGrace().toNanos();
        while (!isAcknowledged(lastSequence()) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        if (!isAcknowledged(lastSequence())) {
            LOG.warnf(
                    "%d usage records in memory and %d bytes of journal are left for the next start",
                    unshipped.size(), store.bytes());
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
