package dev.tollgate.edge.door;

import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.id.RequestId;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/// One request at the door: who it is, when it came, and where its answer goes.
///
/// @param id our own UUIDv7: never the client's (rules 9)
/// @param clientRequestId the caller's `x-request-id`, shown in the usage record and nowhere trusted
/// @param admittedAt Unix milliseconds, the clock by which it is priced
/// @param startNanos the monotonic clock, for durations
public record Exchange(
        String id,
        @Nullable String clientRequestId,
        long admittedAt,
        long startNanos,
        HttpServerRequest request,
        HttpServerResponse response) {
    private static final int CLIENT_ID_MAX = 128;

    /// Begins now.
    public static Exchange begin(HttpServerRequest request) {
        long now = System.currentTimeMillis();
        String theirs = request.getHeader(Headers.REQUEST_ID);
        return new Exchange(
                RequestId.next(now).toString(),
                theirs == null || theirs.length() <= CLIENT_ID_MAX ? theirs : theirs.substring(0, CLIENT_ID_MAX),
                now,
                System.nanoTime(),
                request,
                request.response());
    }

    /// The peer's address; behind a proxy, the one that Quarkus takes from its headers, if configured.
    public String remoteAddress() {
        return request.remoteAddress().hostAddress();
    }

    /// What was asked for, as the log names it: never the path itself, which could hold anything.
    public String endpoint() {
        String path = request.path();
        String known = path.startsWith("/v1/") ? path.substring(3) : path;
        if (known.equals("/chat/completions")) {
            return "chat.completions";
        } else if (known.startsWith("/models")) {
            return "models";
        } else if (known.equals("/credits")) {
            return "credits";
        }
        return known.startsWith("/usage/") ? "usage" : "unknown";
    }

    /// Since the request came.
    public long elapsedMillis() {
        return (System.nanoTime() - startNanos) / 1_000_000L;
    }
}
