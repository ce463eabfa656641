package dev.tollgate.edge.peers;

import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Tells a connection that died in use from other failures. A server that ends closes the connections that its
/// callers keep, and one of them may just be sending on it: neither side did anything wrong.
final class DeadConnection {
    private static final int CAUSES_MAX = 8;

    private DeadConnection() {}

    /// Whether the call may have been lost with its connection; one that never had a connection was not.
    static boolean is(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int i = 0; i < CAUSES_MAX && cause != null; i++) {
            if (cause instanceof HttpClosedException || isCut(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isCut(Throwable failure) {
        if (!(failure instanceof IOException)
                || failure instanceof ConnectException
                || failure instanceof SSLException) {
            return false;
        }
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("reset") || message.contains("broken pipe") || message.contains("closed");
    }
}
