package dev.tollgate.billing.usage;

import dev.tollgate.billing.internal.BackgroundTasks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Drops the records of days past the retention. Each day's roll-up is sealed in the same transaction and stands
/// for them, so that the books can be verified for ever (rules 9). Any number of replicas may do it: a lock in the
/// database lets one seal at a time, and the next finds nothing left.
@ApplicationScoped
class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int DAYS_PER_RUN = 40;

    private final Pool pool;
    private final DayRepository days;
    private final UsageConfig config;
    private final UsageMetrics metrics;
    private final BackgroundTasks tasks;
    private final Clock clock;

    Retention(
            Pool pool,
            DayRepository days,
            UsageConfig config,
            UsageMetrics metrics,
            BackgroundTasks tasks,
            Clock clock) {
        this.pool = pool;
        this.days = days;
        this.config = config;
        this.metrics = metrics;
        this.tasks = tasks;
        this.clock = clock;
    }

    @Scheduled(
            every = "${tollgate.billing.usage.retain-every:1h}",
            delayed = "2m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return tasks.supervise("retention", drop());
    }

    /// Seals and drops what is past the retention.
    ///
    /// @return how many days
    Uni<Long> drop() {
        LocalDate first = LocalDate.ofInstant(clock.instant().minus(config.retention()), ZoneOffset.UTC);
        return days.before(pool, first, DAYS_PER_RUN)
                .onItem()
                .transformToMulti(found -> Multi.createFrom().iterable(found))
                .onItem()
                .transformToUniAndConcatenate(this::drop)
                .collect()
                .with(Collectors.summingLong(Long::longValue));
    }

    private Uni<Long> drop(LocalDate day) {
        return pool.withTransaction(tx -> days.seal(tx, day)).map(difference -> {
            if (difference.isPresent()) {
                metrics.sealRefused();
                LOG.errorf("%s is not dropped: %s", day, difference.get());
                return 0L;
            }
            LOG.infof("the usage records of %s are past their retention: sealed and dropped", day);
            return 1L;
        });
    }
}
