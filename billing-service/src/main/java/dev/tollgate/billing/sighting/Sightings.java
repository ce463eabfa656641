package dev.tollgate.billing.sighting;

import dev.tollgate.billing.internal.BackgroundTasks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// When edges were last heard of, by their asks for leases and their usage: noted in memory at each, and written down
/// every few seconds for all of them at once.
@Singleton
public class Sightings {
    /// Of two moments the later one stays.
    private static final String SEEN = """
            UPDATE edge e SET seen_at = s.at FROM unnest($1::text[], $2::timestamptz[]) AS s (id, at)
            WHERE e.id = s.id AND (e.seen_at IS NULL OR e.seen_at < s.at)""";

    private static final int EDGES_MAX = 10_000;

    private final Map<String, Instant> fresh = new ConcurrentHashMap<>();
    private final Pool pool;
    private final BackgroundTasks tasks;
    private final Clock clock;

    Sightings(Pool pool, BackgroundTasks tasks, Clock clock) {
        this.pool = pool;
        this.tasks = tasks;
        this.clock = clock;
    }

    /// An edge has called.
    public void note(String edgeId) {
        if (fresh.size() < EDGES_MAX) {
            fresh.put(edgeId, clock.instant());
        }
    }

    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> write() {
        Map<String, Instant> taken = new HashMap<>(fresh);
        if (taken.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        taken.forEach(fresh::remove);
        return tasks.supervise(
                "edge sightings",
                pool.preparedQuery(SEEN)
                        .execute(Tuple.of(
                                taken.keySet().toArray(String[]::new),
                                taken.values().stream()
                                        .map(at -> at.atOffset(ZoneOffset.UTC))
                                        .toArray(OffsetDateTime[]::new))));
    }
}
