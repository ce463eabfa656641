package dev.tollgate.inner.postgres;

import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Tells that a connection to Postgres could not be had or was lost, or that it did not answer in time or gave a
/// statement up, from a fault of ours.
public final class PostgresOutage {
    private static final int DEPTH_MAX = 10;

    /// Shut down, crashed, starting up, too many connections; a statement or lock that took too long; a transaction
    /// that gave way to another.
    private static final Set<String> STATES =
            Set.of("57P01", "57P02", "57P03", "53300", "57014", "55P03", "40001", "40P01");

    private PostgresOutage() {}

    /// Whether this failure is Postgres', anywhere in the chain of causes.
    public static boolean isToldBy(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEPTH_MAX; depth++) {
            if (isOfTheConnection(cause) || isOfThePool(cause) || isGivenUp(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isOfTheConnection(Throwable cause) {
        return cause instanceof IOException
                || cause instanceof TimeoutException
                || cause instanceof ClosedConnectionException;
    }

    /// Too many wait for a connection, one waited too long, or the pool closes: all that the client says by a message.
    private static boolean isOfThePool(Throwable cause) {
        return cause instanceof ConnectionPoolTooBusyException
                || cause instanceof NoStackTraceThrowable
                || cause.getClass() == VertxException.class;
    }

    private static boolean isGivenUp(Throwable cause) {
        return cause instanceof PgException refused && STATES.contains(refused.getSqlState());
    }
}
