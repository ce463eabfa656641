package dev.tollgate.billing.export;

import dev.tollgate.billing.export.Batch.Verdict;
import dev.tollgate.billing.internal.BackgroundTasks;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Empties the outbox into Kafka, oldest first. Of several replicas one does it at a time, under a lease in the
/// database that outlasts its batch. A row goes only when the broker has acknowledged its message: what fails in
/// between, here, there or on the way, is sent again.
@ApplicationScoped
class Exporter {
    private static final Logger LOG = Logger.getLogger(Exporter.class);
    /// Before what the pools of connections and threads close at.
    private static final int STOP_PRIORITY = 1;
    /// No batch begins later in a round of the scheduler's, which has to end within a minute.
    private static final Duration ROUND = Duration.ofSeconds(20);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final String owner = UUID.randomUUID().toString();
    private final Pool pool;
    private final OutboxRepository outbox;
    private final ExportConfig config;
    private final ExportMetrics metrics;
    private final BackgroundTasks tasks;
    private final @Nullable Broker broker;
    private volatile Uni<Void> underWay = Uni.createFrom().voidItem();
    private volatile boolean stopping;
    private volatile boolean inTrouble;
    private volatile long pausedUntil = System.nanoTime();

    Exporter(
            Pool pool,
            OutboxRepository outbox,
            ExportConfig config,
            ExportMetrics metrics,
            BackgroundTasks tasks,
            Config settings) {
        this.pool = pool;
        this.outbox = outbox;
        this.config = config;
        this.metrics = metrics;
        this.tasks = tasks;
        this.broker = KafkaSettings.isExportOn(config)
                ? new Broker(KafkaSettings.of(config, KafkaSettings.added(settings, System.getenv())), config.topic())
                : null;
    }

    /// Settings that cannot be are told when the service starts; a broker that is away is not one of them.
    void begin(@Observes StartupEvent started) {
        if (broker != null) {
            LOG.infof("usage is exported to topic %s", config.topic());
        }
    }

    @Scheduled(
            every = "${tollgate.billing.export.every:1s}",
            delayed = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        if (broker == null || stopping || pausedUntil - System.nanoTime() > 0) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> round = tasks.supervise("export", batches(broker, System.nanoTime() + ROUND.toNanos()))
                .memoize()
                .indefinitely();
        underWay = round;
        return round;
    }

    @Scheduled(
            every = "${tollgate.billing.export.measure-every:15s}",
            delayed = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> measure() {
        return broker == null || stopping
                ? Uni.createFrom().voidItem()
                : tasks.supervise("export count", outbox.state(pool).invoke(metrics::measured));
    }

    /// Lets the batch under way finish, and another replica go on at once.
    void stop(@Observes @Priority(STOP_PRIORITY) ShutdownEvent event) {
        stopping = true;
        if (broker == null) {
            return;
        }
        broker.close(config.stopWithin());
        try {
            underWay.chain(() -> outbox.release(pool, owner)).await().atMost(LAST_WORDS);
        } catch (RuntimeException e) {
            LOG.warnf("the export ends without having given up its turn: %s", e);
        }
    }

    private Uni<Void> batches(Broker to, long until) {
        return batch(to)
                .flatMap(more -> more && !stopping && until - System.nanoTime() > 0
                        ? batches(to, until)
                        : Uni.createFrom().voidItem());
    }

    /// Sends one batch, if it is this replica's turn.
    ///
    /// @return whether more is likely to wait
    private Uni<Boolean> batch(Broker to) {
        return outbox.take(pool, owner, config.lease()).flatMap(mine -> {
            if (!mine) {
                return Uni.createFrom().item(false);
            }
            return outbox.next(pool, config.batchRows(), config.batchBytes().asLongValue())
                    .map(Batch::of)
                    .flatMap(batch -> batch.size() == 0 ? Uni.createFrom().item(false) : send(to, batch));
        });
    }

    private Uni<Boolean> send(Broker to, Batch batch) {
        return Uni.createFrom()
                .item(() -> batch.judge(to.send(batch.messages())))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .call(verdict -> pool.withTransaction(tx -> outbox.settle(tx, verdict)))
                .call(this::told)
                .map(verdict -> verdict.trouble() == null);
    }

    /// After trouble the turn is given up: another replica may reach the broker.
    private Uni<Void> told(Verdict verdict) {
        metrics.sent(verdict.acknowledged().size());
        verdict.refused()
                .forEach(one -> LOG.errorf(
                        "record %d is not exported: %s, %s",
                        one.seq(), one.why().reason().column(), one.why().detail()));
        String trouble = verdict.trouble();
        if (trouble == null) {
            if (inTrouble) {
                LOG.info("usage is exported again");
            }
            inTrouble = false;
            return Uni.createFrom().voidItem();
        }
        metrics.failed();
        if (!inTrouble && !stopping) {
            LOG.warnf("usage is not exported, and kept until it is: %s", trouble);
        }
        inTrouble = true;
        pausedUntil = System.nanoTime() + config.pause().toNanos();
        return outbox.release(pool, owner);
    }
}
