package dev.tollgate.local.fake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.RequestLog.Entry;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// One request to a fake and its answer, kept in the log from its head to its end.
public final class Exchange {

    private final Stage stage;
    private final HttpServerRequest request;
    private final Entry entry;

    Exchange(Stage stage, HttpServerRequest request) {
        this.stage = stage;
        this.request = request;
        this.entry = stage.log().open(request.path(), headers(request));
        request.response().closeHandler(closed -> entry.closed());
        request.response().exceptionHandler(broken -> entry.closed());
    }

    public Stage stage() {
        return stage;
    }

    public HttpServerRequest request() {
        return request;
    }

    public HttpServerResponse response() {
        return request.response();
    }

    /// Where what tests want to know of this request is kept.
    public Entry entry() {
        return entry;
    }

    /// The whole body; a client that leaves before its end is logged as gone.
    public Future<Buffer> body() {
        return request.body().onFailure(broken -> entry.closed());
    }

    /// Whether the answer was sent, or the client has gone.
    public boolean isEnded() {
        return entry.isEnded();
    }

    /// Answers at once, without a script: an error, mostly.
    public void answer(int status, JsonNode json) {
        if (entry.isEnded()) {
            return;
        }
        entry.answered(status);
        entry.completed();
        response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(json.toString());
    }

    /// Answers 200 at the script's pace and with its fault. Headers of the dialect are set before this.
    public void play(Script script, Reply reply) {
        new Performance(this, script, reply).begin();
    }

    void end(Buffer rest) {
        if (!entry.isEnded()) {
            entry.completed();
            response().end(rest);
        }
    }

    /// Closes with a TCP reset, not with an orderly end: no close frame, no last chunk.
    public void reset() {
        entry.completed();
        HttpConnection connection = request.connection();
        if (connection instanceof ConnectionBase base) {
            base.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            // past the handlers, which would say goodbye
            base.channel().pipeline().firstContext().close();
        } else {
            connection.close();
        }
    }

    private static Map<String, String> headers(HttpServerRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return headers;
    }
}
