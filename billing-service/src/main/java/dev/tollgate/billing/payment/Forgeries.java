package dev.tollgate.billing.payment;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/// Keeps how often somebody pretended to be the provider. Anybody may call that door: so one write at a time, a row
/// per hour and reason, and what comes meanwhile is counted by the next.
@Singleton
class Forgeries {
    private static final Logger LOG = Logger.getLogger(Forgeries.class);
    private static final String ADD = """
            INSERT INTO payment_forgery AS f (hour, reason, calls, last_at)
            VALUES (date_trunc('hour', $2::timestamptz), $1, $3, $2)
            ON CONFLICT (hour, reason) DO UPDATE SET calls = f.calls + EXCLUDED.calls, last_at = EXCLUDED.last_at""";

    private final Pool pool;
    private final Clock clock;
    private final Map<String, Long> counted = new HashMap<>();
    private boolean writing;

    Forgeries(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /// Counts one. Ends when it is written, or at once when another write is under way; never fails.
    Uni<Void> add(String reason) {
        synchronized (counted) {
            counted.merge(reason, 1L, Long::sum);
            if (writing) {
                return Uni.createFrom().voidItem();
            }
            writing = true;
        }
        // It goes on when the caller hangs up.
        Uni<Void> written = write().memoize().indefinitely();
        written.subscribe().with(_ -> {});
        return written;
    }

    private Uni<Void> write() {
        return Uni.createFrom().deferred(() -> {
            Map<String, Long> taken;
            synchronized (counted) {
                taken = Map.copyOf(counted);
                counted.clear();
                if (taken.isEmpty()) {
                    writing = false;
                    return Uni.createFrom().voidItem();
                }
            }
            return Multi.createFrom()
                    .iterable(taken.entrySet())
                    .onItem()
                    .transformToUniAndConcatenate(entry -> write(entry.getKey(), entry.getValue()))
                    .collect()
                    .asList()
                    .onFailure()
                    .invoke(failure -> LOG.warnf("forged calls are not in the books: %s", failure.toString()))
                    .onFailure()
                    .recoverWithNull()
                    .flatMap(_ -> write());
        });
    }

    private Uni<Void> write(String reason, long calls) {
        return pool.preparedQuery(ADD)
                .execute(Tuple.of(reason, clock.instant().atOffset(ZoneOffset.UTC), calls))
                .replaceWithVoid();
    }
}
