package dev.tollgate.edge.error;

import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/// Renders an error: the status of its code, its envelope in the caller's format, and when to come back.
public final class ErrorAnswer {
    private static final long MILLIS_PER_SECOND = 1_000;

    private ErrorAnswer() {}

    /// Ends a response that has not begun.
    ///
    /// @param retryAfterMillis when to come back; 0 says nothing, negative that it is no use: SDKs then do not
    ///     retry
    public static void send(
            HttpServerResponse response,
            ErrorFormat format,
            String requestId,
            ServiceError error,
            long retryAfterMillis,
            Map<String, String> headers) {
        headers.forEach(response::putHeader);
        if (retryAfterMillis > 0) {
            long seconds = (retryAfterMillis + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND;
            response.putHeader("Retry-After", Long.toString(seconds));
            response.putHeader("retry-after-ms", Long.toString(retryAfterMillis));
        } else if (retryAfterMillis < 0) {
            response.putHeader("x-should-retry", "false");
        }
        response.setStatusCode(error.code().status())
                .putHeader(Headers.REQUEST_ID, requestId)
                .putHeader("Content-Type", "application/json")
                .end(format.answer(error, requestId));
    }
}
