package dev.tollgate.billing.lease;

import dev.tollgate.billing.internal.BackgroundTasks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/// Ends leases whose hold is over. Any number of billing replicas may run it: one at a time does the work, known by
/// an advisory lock that ends with its transaction. A round that fails is logged and tried again.
@ApplicationScoped
class LeaseExpiry {
    private static final long LOCK = 0x746f_6c6c_6c65_6173L;

    private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock($1)";

    private final Pool pool;
    private final LeaseClosing closing;
    private final LeaseRepository leases;
    private final LeaseConfig config;
    private final BackgroundTasks tasks;
    private final Clock clock;

    LeaseExpiry(
            Pool pool,
            LeaseClosing closing,
            LeaseRepository leases,
            LeaseConfig config,
            BackgroundTasks tasks,
            Clock clock) {
        this.tasks = tasks;
        this.pool = pool;
        this.closing = closing;
        this.leases = leases;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            every = "${tollgate.billing.lease.expire-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return tasks.supervise("lease-expiry", expire());
    }

    /// One round.
    ///
    /// @return how many leases ended
    Uni<Integer> expire() {
        Instant now = clock.instant();
        return pool.withTransaction(tx -> ifAlone(tx, closing.due(tx, config.expireMax(), now)));
    }

    /// Closed leases are kept only for their owners' repeated asks.
    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        Instant before = clock.instant().minus(config.closedKept());
        return tasks.supervise("lease-forgetting", pool.withTransaction(tx -> ifAlone(tx, leases.forget(tx, before))));
    }

    private static Uni<Integer> ifAlone(SqlConnection tx, Uni<Integer> work) {
        return tx.preparedQuery(TRY_LOCK)
                .execute(Tuple.of(LOCK))
                .flatMap(rows -> rows.iterator().next().getBoolean(0)
                        ? work
                        : Uni.createFrom().item(0));
    }
}
