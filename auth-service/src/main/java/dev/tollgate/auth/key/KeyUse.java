package dev.tollgate.auth.key;

import dev.tollgate.contract.auth.v1.KeyStatus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// Notes that a key is in use: an edge asks about it every minute then. Once an hour and key, whoever has
/// asked; never waited for by a change of the key, and its failure fails nothing.
///
/// All keys of a second are one statement on a connection of its own. An answer that waited for the note would
/// hold the connection of its session meanwhile: as many answers as the pool has connections, and all wait for
/// each other.
@ApplicationScoped
class KeyUse {
    private static final Logger LOG = Logger.getLogger(KeyUse.class);
    private static final Duration COARSENESS = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// More are not noted this time: their edges ask again in a minute.
    private static final int WAITING_MAX = 10_000;

    private static final String NOTE = """
            UPDATE auth.api_key SET last_used_at = $2
            WHERE id IN (SELECT id FROM auth.api_key
                         WHERE id = ANY($1) AND (last_used_at IS NULL OR last_used_at < $3)
                         ORDER BY id FOR UPDATE SKIP LOCKED)""";

    private final Pool pool;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();

    KeyUse(Pool pool) {
        this.pool = pool;
    }

    /// Called for each key that an edge asks about.
    void used(ApiKey key) {
        if (isDue(key, Instant.now()) && waiting.size() < WAITING_MAX) {
            waiting.add(key.id);
        }
    }

    private static boolean isDue(ApiKey key, Instant now) {
        Instant noted = key.lastUsedAt;
        return key.status == KeyStatus.ACTIVE && (noted == null || noted.isBefore(now.minus(COARSENESS)));
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> note() {
        String[] ids = waiting.toArray(String[]::new);
        if (ids.length == 0) {
            return Uni.createFrom().voidItem();
        }
        for (String id : ids) {
            waiting.remove(id);
        }
        Instant now = Instant.now();
        return pool.preparedQuery(NOTE)
                .execute(Tuple.of(
                        ids, now.atOffset(ZoneOffset.UTC), now.minus(COARSENESS).atOffset(ZoneOffset.UTC)))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.warnf("the use of %d keys was not noted: %s", ids.length, failure.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    void noteTheLast(@Observes ShutdownEvent ending) {
        note().await().atMost(PATIENCE.plusSeconds(1));
    }
}
