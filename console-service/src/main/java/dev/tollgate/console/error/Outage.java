package dev.tollgate.console.error;

import dev.tollgate.console.peers.PeerAway;
import io.vertx.core.VertxException;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.jspecify.annotations.Nullable;

/// Tells a peer that is away, failing or too slow, which callers come back to, from a fault of ours.
public final class Outage {
    private static final int DEPTH_MAX = 10;

    private Outage() {}

    /// Whether a call could not be made, was lost, was refused by a breaker, or failed at the peer.
    public static boolean isPeerAway(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEPTH_MAX; depth++) {
            if (cause instanceof PeerAway
                    || cause instanceof IOException
                    || cause instanceof VertxException
                    || cause instanceof TimeoutException
                    || cause instanceof ProcessingException
                    || cause instanceof FaultToleranceException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
