package dev.tollgate.billing.internal;

import dev.tollgate.inner.StoreOutage;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A connection to the database could not be made or was lost, or the database gave a statement up. Edges go on with
/// the leases they hold (rules 8).
@Singleton
class DatabaseOutage implements StoreOutage {
    private static final int DEPTH_MAX = 10;

    /// Shut down, crashed, starting up, too many connections; a statement or lock that took too long; a transaction
    /// that gave way to another.
    private static final Set<String> STATES =
            Set.of("57P01", "57P02", "57P03", "53300", "57014", "55P03", "40001", "40P01");

    @Override
    public String message() {
        return "The books are away.";
    }

    @Override
    public boolean isToldBy(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEPTH_MAX; depth++) {
            if (cause instanceof IOException || cause instanceof ClosedConnectionException || isOfThePool(cause)) {
                return true;
            }
            if (cause instanceof PgException refused && STATES.contains(refused.getSqlState())) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /// Too many wait for a connection, one waited too long, or the pool closes: all that the client says by a message.
    private static boolean isOfThePool(Throwable cause) {
        return cause instanceof ConnectionPoolTooBusyException
                || cause instanceof NoStackTraceThrowable
                || cause.getClass() == VertxException.class;
    }
}
