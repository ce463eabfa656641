package dev.tollgate.edge.access;

import org.jboss.logging.MDC;

/// Marks what is logged about one request with its id, as the key `requestId` of the line's `context`.
public final class RequestLog {
    private static final String KEY = "requestId";

    private RequestLog() {}

    /// Runs what logs.
    public static void about(String requestId, Runnable logging) {
        MDC.put(KEY, requestId);
        try {
            logging.run();
        } finally {
            MDC.remove(KEY);
        }
    }
}
