package dev.tollgate.edge.door;

import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.edge.error.ErrorFormat;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/// One request at the door: who it is, when it came, and where its answer goes.
///
/// @param id our own UUIDv7: never the client's (rules 9)
/// @param endpoint what was asked for, as the log names it: never the path itself, which could hold anything
/// @param errors the format in which its caller is told of errors
/// @param clientRequestId the caller's `x-request-id`, shown in the usage record and nowhere trusted
/// @param admittedAt Unix milliseconds, the clock by which it is priced
/// @param startNanos the monotonic clock, for durations
public record Exchange(
        String id,
        String endpoint,
        ErrorFormat errors,
        @Nullable String clientRequestId,
        long admittedAt,
        long startNanos,
        HttpServerRequest request,
        HttpServerResponse response) {
    private static final int CLIENT_ID_MAX = 128;

    /// Of a request to nothing that is served.
    public static Exchange begin(HttpServerRequest request) {
        return begin(request, "unknown", ErrorFormat.OPENAI);
    }

    /// Begins now.
    public static Exchange begin(HttpServerRequest request, String endpoint, ErrorFormat errors) {
        long now = System.currentTimeMillis();
        String theirs = request.getHeader(Headers.REQUEST_ID);
        return new Exchange(
                RequestId.next(now).toString(),
                endpoint,
                errors,
                theirs == null || theirs.length() <= CLIENT_ID_MAX ? theirs : theirs.substring(0, CLIENT_ID_MAX),
                now,
                System.nanoTime(),
                request,
                request.response());
    }

    /// The same, of a caller who is told of errors in another format.
    public Exchange telling(ErrorFormat format) {
        return new Exchange(id, endpoint, format, clientRequestId, admittedAt, startNanos, request, response);
    }

    /// The peer's address; behind a proxy, the one that Quarkus takes from its headers, if configured.
    public String remoteAddress() {
        return request.remoteAddress().hostAddress();
    }

    /// Since the request came.
    public long elapsedMillis() {
        return (System.nanoTime() - startNanos) / 1_000_000L;
    }
}
