package dev.tollgate.edge.relay;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;

/// Rules 18: the last byte of an answer goes out once the books are kept. When they cannot be kept, it never does,
/// and the client's connection is cut, so that nobody takes the answer for whole.
final class LastByte {
    private LastByte() {}

    /// @param give sends what is left; not called when the client has gone
    static void when(Future<Void> kept, HttpServerResponse client, RelayMetrics metrics, Runnable give) {
        kept.onComplete(books -> {
            if (client.closed()) {
                return;
            }
            if (books.succeeded()) {
                give.run();
            } else {
                metrics.cut.increment();
                client.reset();
            }
        });
    }
}
