package dev.tollgate.edge.relay;

import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.error.ErrorAnswer;
import dev.tollgate.edge.error.ErrorFormat;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.EventSplitter;
import dev.tollgate.edge.provider.spi.Failure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What a relay works with: one attempt's answer of status 200, and where it goes.
///
/// @param requestId ours
/// @param framing of a stream; empty for server-sent events
/// @param startNanos when the request came, on the monotonic clock
/// @param headers for the caller, beside those that every answer has
/// @param errors the format in which the caller is told of errors
/// @param beforeCommit called instead of answering when the attempt fails before the first byte went out: another
///     deployment may be tried
/// @param finish called once when the request has ended, before its last byte goes out
public record Answering(
        String requestId,
        HttpClientRequest upstreamRequest,
        HttpClientResponse upstream,
        HttpServerResponse client,
        AnswerReader reader,
        Optional<EventSplitter.Framing> framing,
        Target target,
        long startNanos,
        Map<String, String> headers,
        ErrorFormat errors,
        RelayHooks hooks,
        Consumer<Failure> beforeCommit,
        Finish finish) {
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(Headers.REQUEST_ID);
    private static final CharSequence PROVIDER = HttpHeaders.createOptimized(Headers.PROVIDER);
    private static final CharSequence DEPLOYMENT = HttpHeaders.createOptimized(Headers.DEPLOYMENT);
    private static final CharSequence COST = HttpHeaders.createOptimized(Headers.COST);

    /// Tells the dispatcher how it ended; completes when the books are kept, fails when they are not.
    public interface Finish {
        Future<Void> ended(Ending ending);

        /// The first of the answer goes out.
        default void begun() {
            // Most wait for the end.
        }
    }

    /// The same, read otherwise.
    Answering reading(AnswerReader other) {
        return new Answering(
                requestId,
                upstreamRequest,
                upstream,
                client,
                other,
                framing,
                target,
                startNanos,
                headers,
                errors,
                hooks,
                beforeCommit,
                finish);
    }

    long elapsedMillis() {
        return (System.nanoTime() - startNanos) / 1_000_000L;
    }

    /// The last frame of a stream that goes wrong.
    Buffer failed(ServiceError error) {
        return errors.frame(error, requestId, reader.events());
    }

    /// Status and headers: only when something real has come from upstream.
    void commit(CharSequence contentType) {
        finish.begun();
        headers.forEach(client::putHeader);
        tell();
        client.setStatusCode(200).putHeader(REQUEST_ID, requestId).putHeader(HttpHeaders.CONTENT_TYPE, contentType);
    }

    /// An answer came, and the caller does not get it.
    ///
    /// @param retryAfterMillis 0 when waiting will not help
    void refuse(ServiceError error, long retryAfterMillis) {
        finish.begun();
        tell();
        ErrorAnswer.send(client, errors, requestId, error, retryAfterMillis, headers);
    }

    /// Who answered, what it is charged, and what stood between.
    private void tell() {
        AnswerGuard guard = hooks.guard();
        if (guard != null) {
            guard.headers().forEach(client::putHeader);
        }
        if (hooks.charged() >= 0) {
            client.putHeader(COST, Long.toString(hooks.charged()));
        }
        client.putHeader(PROVIDER, target.provider().id()).putHeader(DEPLOYMENT, target.id());
    }
}
