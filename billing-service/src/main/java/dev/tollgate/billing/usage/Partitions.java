package dev.tollgate.billing.usage;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// The days' partitions of usage records: made ahead, and when a record of another day comes.
@ApplicationScoped
class Partitions {
    private static final Logger LOG = Logger.getLogger(Partitions.class);
    private static final int REMEMBERED_MAX = 1_000;

    private static final String ENSURE = "SELECT ensure_usage_partition(day) FROM unnest($1::date[]) AS d (day)";

    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();
    private final Pool pool;
    private final UsageConfig config;
    private final Clock clock;

    Partitions(Pool pool, UsageConfig config, Clock clock) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
    }

    void begin(@Observes StartupEvent started) {
        ahead().subscribe()
                .with(_ -> {}, failure -> LOG.warnf("no partitions were made ahead: %s", failure.toString()));
    }

    @Scheduled(
            every = "${tollgate.billing.usage.partition-every:1h}",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> ahead() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return ensure(
                pool,
                Stream.iterate(today, day -> day.plusDays(1))
                        .limit(1L + config.partitionsAhead())
                        .toList());
    }

    /// Makes what is missing, outside of a transaction that holds accounts.
    Uni<Void> ensure(Collection<LocalDate> days) {
        return ensure(pool, days);
    }

    /// As above, on the connection of a transaction: it may wait for another replica's, which waits for nothing.
    Uni<Void> ensure(SqlClient client, Collection<LocalDate> days) {
        List<LocalDate> missing =
                days.stream().distinct().filter(day -> !known.contains(day)).toList();
        if (missing.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return client.preparedQuery(ENSURE)
                .execute(Tuple.of(missing.toArray(LocalDate[]::new)))
                .invoke(() -> remember(client, missing))
                .replaceWithVoid();
    }

    /// What a transaction made may yet be rolled back.
    private void remember(SqlClient client, List<LocalDate> made) {
        if (client instanceof Pool) {
            if (known.size() > REMEMBERED_MAX) {
                known.clear();
            }
            known.addAll(made);
        }
    }
}
