package dev.tollgate.auth.internal;

import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Tells the database being away, which callers retry, from a fault of ours, which they do not.
final class Outage {
    private static final int DEPTH_MAX = 10;

    private Outage() {}

    /// Whether a connection could not be made or was lost, anywhere in the chain of causes.
    static boolean isDatabaseAway(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEPTH_MAX; depth++) {
            if (cause instanceof IOException || cause instanceof ClosedConnectionException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
