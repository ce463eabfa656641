package dev.tollgate.edge.door;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/// The body of a request that is refused, which nobody will read. It is taken in and thrown away: to close on a
/// client that is still sending would reset the connection, and the answer with it.
final class Leftover {
    /// A body so short is read to its end, and the connection goes on.
    private static final long SHORT_BYTES = 64 << 10;

    private static final long LINGER_MILLIS = 2_000;

    private Leftover() {}

    /// To be called right before the answer, on the request's own event loop.
    static void discard(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        long declared = declared(request);
        if (declared == 0) {
            request.resume();
            return;
        }
        boolean goesOn = declared > 0 && declared <= SHORT_BYTES;
        if (!goesOn) {
            request.response().putHeader("Connection", "close");
        }
        HttpConnection connection = request.connection();
        @Nullable Context context = Vertx.currentContext();
        long timer = context == null
                ? -1
                : context.owner().setTimer(LINGER_MILLIS, _ -> {
                    if (!request.isEnded()) {
                        connection.close();
                    }
                });
        request.handler(_ -> {}).endHandler(_ -> {
            if (context != null) {
                context.owner().cancelTimer(timer);
            }
            if (!goesOn) {
                connection.close();
            }
        });
        request.resume();
    }

    /// Bytes; 0 for none, -1 when only the end will tell.
    private static long declared(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        if (length == null) {
            return request.headers().contains("Transfer-Encoding") ? -1 : 0;
        }
        // Vert.x has refused what is no number; one of 19 digits or more is too large in any case.
        return length.length() > 18 ? Long.MAX_VALUE : Long.parseLong(length);
    }
}
