package dev.tollgate.billing.redemption;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/// Counts an account's tries over all replicas. A try is counted before it is looked at, in a transaction of its
/// own: tries that fail count, and tries at once do not slip through together.
@Singleton
class Tries {
    private static final String COUNT = """
            INSERT INTO redemption_tries AS t (account_id, began_at, tries) VALUES ($1, $2, 1)
            ON CONFLICT (account_id) DO UPDATE SET
              tries = CASE WHEN t.began_at <= $3 THEN 1 ELSE t.tries + 1 END,
              began_at = CASE WHEN t.began_at <= $3 THEN $2 ELSE t.began_at END
            RETURNING tries""";

    private final Pool pool;
    private final RedemptionConfig config;
    private final Clock clock;

    Tries(Pool pool, RedemptionConfig config, Clock clock) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
    }

    /// Fails with a 429 when there were too many.
    Uni<Void> count(String accountId) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(accountId, now, now.minus(config.triesWindow())))
                .invoke(rows -> {
                    if (rows.iterator().next().getInteger(0) > config.triesMax()) {
                        throw new ServiceException(
                                ErrorCode.RATE_LIMIT_EXCEEDED,
                                "Rate limit exceeded: " + config.triesMax() + " redemption codes per "
                                        + config.triesWindow().toMinutes() + " minutes.");
                    }
                })
                .replaceWithVoid();
    }
}
