package dev.tollgate.auth.key;

import dev.tollgate.contract.auth.v1.KeyStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/// Notes that a key is in use: an edge asks about it every minute then. Once an hour and key, whoever has
/// asked; never waited for by a change of the key, and its failure fails nothing.
@ApplicationScoped
class KeyUse {
    private static final Logger LOG = Logger.getLogger(KeyUse.class);
    private static final Duration COARSENESS = Duration.ofHours(1);
    private static final String NOTE = """
            UPDATE auth.api_key SET last_used_at = $2
            WHERE id = (SELECT id FROM auth.api_key
                        WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $3) FOR UPDATE SKIP LOCKED)""";

    private final Pool pool;

    KeyUse(Pool pool) {
        this.pool = pool;
    }

    /// Whether it is to be noted that the key is in use now.
    static boolean isDue(ApiKey key, Instant now) {
        Instant noted = key.lastUsedAt;
        return key.status == KeyStatus.ACTIVE && (noted == null || noted.isBefore(now.minus(COARSENESS)));
    }

    Uni<Void> note(String id, Instant now) {
        return pool.preparedQuery(NOTE)
                .execute(Tuple.of(
                        id, now.atOffset(ZoneOffset.UTC), now.minus(COARSENESS).atOffset(ZoneOffset.UTC)))
                .onFailure()
                .invoke(failure -> LOG.warnf("the use of %s was not noted: %s", id, failure.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
