package dev.tollgate.edge.relay;

import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.function.Consumer;

/// What a relay works with: one attempt's answer of status 200, and where it goes.
///
/// @param publicModel the name that the caller used, written back into the answer
/// @param includeUsage the client asked for the usage chunk
/// @param startNanos when the request came, on the monotonic clock
/// @param beforeCommit called instead of answering when the attempt fails before the first byte went out: another
///     deployment may be tried
/// @param finish called once when the request has ended, before its last byte goes out
public record Answering(
        Vertx vertx,
        HttpClientRequest upstreamRequest,
        HttpClientResponse upstream,
        HttpServerResponse client,
        ProviderAdapter adapter,
        Target target,
        String publicModel,
        boolean includeUsage,
        long startNanos,
        Map<String, String> headers,
        RelayHooks hooks,
        RelayConfig config,
        Consumer<Failure> beforeCommit,
        Finish finish) {
    /// Tells the dispatcher how it ended; completes when the books are kept.
    public interface Finish {
        io.vertx.core.Future<Void> ended(Ending ending);
    }

    long elapsedMillis() {
        return (System.nanoTime() - startNanos) / 1_000_000L;
    }

    /// Status and headers: only when something real has come from upstream.
    void commit(String contentType) {
        headers.forEach(client::putHeader);
        client.setStatusCode(200).putHeader("Content-Type", contentType);
    }
}
