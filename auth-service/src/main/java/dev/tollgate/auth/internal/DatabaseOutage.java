package dev.tollgate.auth.internal;

import dev.tollgate.inner.StoreOutage;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A connection to the database could not be made or was lost, or it did not answer in time.
@Singleton
class DatabaseOutage implements StoreOutage {
    private static final int DEPTH_MAX = 10;

    @Override
    public String message() {
        return "The database is away.";
    }

    @Override
    public boolean isToldBy(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEPTH_MAX; depth++) {
            if (cause instanceof IOException
                    || cause instanceof TimeoutException
                    || cause instanceof ClosedConnectionException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
