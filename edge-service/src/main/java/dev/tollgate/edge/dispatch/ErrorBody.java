package dev.tollgate.edge.dispatch;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.Consumer;

/// Reads what a provider says beside a status that is not 200: as much of it as we look at, for as long as we wait.
/// What there is is told once, also when the connection breaks.
final class ErrorBody {
    private static final int MAX = 64 * 1024;

    private final Vertx vertx;
    private final Consumer<Buffer> then;
    private final Buffer body = Buffer.buffer();
    private long timer;
    private boolean told;

    private ErrorBody(Vertx vertx, Consumer<Buffer> then) {
        this.vertx = vertx;
        this.then = then;
    }

    /// @param response paused
    static void read(Vertx vertx, HttpClientResponse response, long timeoutMillis, Consumer<Buffer> then) {
        ErrorBody reading = new ErrorBody(vertx, then);
        reading.timer = vertx.setTimer(timeoutMillis, late -> reading.enough(response));
        response.handler(chunk -> {
            reading.body.appendBuffer(chunk);
            if (reading.body.length() >= MAX) {
                reading.enough(response);
            }
        });
        response.endHandler(ended -> reading.tell());
        response.exceptionHandler(failure -> reading.tell());
        response.resume();
    }

    private void enough(HttpClientResponse response) {
        tell();
        response.request().reset();
    }

    private void tell() {
        if (!told) {
            told = true;
            vertx.cancelTimer(timer);
            then.accept(body);
        }
    }
}
