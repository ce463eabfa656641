package dev.tollgate.edge.pipeline;

import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// An OpenAI-shaped provider of realtime sessions. It refuses what it does not know, and answers each
/// `response.create` with two words, unless a test answers itself.
final class LiveProvider implements AutoCloseable {
    private static final int SOCKET_BUFFER = 64 * 1024;
    private static final int MESSAGE_MAX = 20 * 1024 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final AtomicInteger number = new AtomicInteger();
    /// Statuses to refuse the next handshakes with.
    final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();
    final List<String> uris = new CopyOnWriteArrayList<>();
    final List<String> handshakeHeaders = new CopyOnWriteArrayList<>();
    final List<ServerWebSocket> sessions = new CopyOnWriteArrayList<>();
    final List<JsonObject> received = new CopyOnWriteArrayList<>();
    final List<Integer> closes = new CopyOnWriteArrayList<>();
    volatile boolean answers = true;

    LiveProvider(int port) {
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setReceiveBufferSize(SOCKET_BUFFER)
                        .setMaxWebSocketFrameSize(MESSAGE_MAX)
                        .setMaxWebSocketMessageSize(MESSAGE_MAX))
                .requestHandler(this::asked)
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    int port() {
        return server.actualPort();
    }

    void reset() {
        refusals.clear();
        uris.clear();
        handshakeHeaders.clear();
        sessions.clear();
        received.clear();
        closes.clear();
        answers = true;
    }

    private void asked(HttpServerRequest request) {
        uris.add(request.uri());
        request.headers().forEach((name, value) -> handshakeHeaders.add(name + ": " + value));
        Integer status = refusals.poll();
        if (status != null) {
            request.response()
                    .setStatusCode(status)
                    .end("{\"error\":{\"message\":\"no\",\"type\":\"server_error\",\"param\":null,\"code\":null}}");
            return;
        }
        request.toWebSocket().onSuccess(this::began);
    }

    private void began(ServerWebSocket session) {
        session.textMessageHandler(text -> hear(session, new JsonObject(text)));
        session.closeHandler(
                gone -> closes.add((int) (session.closeStatusCode() == null ? 0 : session.closeStatusCode())));
        sessions.add(session);
        say(
                session,
                "{\"type\":\"session.created\",\"session\":{\"object\":\"realtime.session\",\"model\":\"up-live\","
                        + "\"temperature\":0.80,\"max_response_output_tokens\":\"inf\"}}");
    }

    private void hear(ServerWebSocket session, JsonObject event) {
        received.add(event);
        switch (event.getString("type")) {
            case "response.create" -> {
                if (answers) {
                    answer(session, 10, 4);
                }
            }
            case "session.update" -> {
                if (answers) {
                    say(
                            session,
                            new JsonObject()
                                    .put("type", "session.updated")
                                    .put("session", event.getJsonObject("session"))
                                    .encode());
                }
            }
            case "input_audio_buffer.append", "conversation.item.create", "response.cancel" -> {}
            default ->
                say(
                        session,
                        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"code\":null,"
                                + "\"message\":\"unknown event\",\"param\":null,\"event_id\":null}}");
        }
    }

    /// A whole response.
    String answer(ServerWebSocket session, long input, long output) {
        String id = begin(session);
        delta(session, id, "one ");
        delta(session, id, "two ");
        done(session, id, "completed", input, output);
        return id;
    }

    String begin(ServerWebSocket session) {
        String id = "resp_" + number.incrementAndGet();
        say(session, "{\"type\":\"response.created\",\"response\":{\"id\":\"" + id + "\",\"status\":\"in_progress\"}}");
        return id;
    }

    void delta(ServerWebSocket session, String id, String text) {
        say(
                session,
                "{\"type\":\"response.output_text.delta\",\"response_id\":\"" + id + "\",\"delta\":\"" + text
                        + "\",\"n\":" + number.incrementAndGet() + "}");
    }

    void done(ServerWebSocket session, String id, String status, long input, long output) {
        say(
                session,
                "{\"type\":\"response.done\",\"response\":{\"id\":\"" + id + "\",\"status\":\"" + status
                        + "\",\"usage\":{\"total_tokens\":" + (input + output) + ",\"input_tokens\":" + input
                        + ",\"output_tokens\":" + output + "}}}");
    }

    void say(ServerWebSocket session, String event) {
        JsonObject told = new JsonObject(event);
        told.put("event_id", "event_" + number.incrementAndGet());
        session.writeTextMessage(told.encode());
    }

    /// It reads nothing any more, and so answers no ping.
    static void deafen(ServerWebSocket session) {
        channel(session).config().setAutoRead(false);
    }

    /// It reads again.
    static void mend(ServerWebSocket session) {
        channel(session).config().setAutoRead(true);
    }

    private static Channel channel(ServerWebSocket session) {
        return ((WebSocketInternal) session).channelHandlerContext().channel();
    }

    /// Sends messages of this size as fast as they are taken; tells how many were.
    AtomicInteger flood(ServerWebSocket session, int messages, String padding) {
        AtomicInteger sent = new AtomicInteger();
        // On its own loop, where a message is in the queue as soon as it is written.
        channel(session).eventLoop().execute(() -> {
            session.drainHandler(drained -> pour(session, messages, padding, sent));
            pour(session, messages, padding, sent);
        });
        return sent;
    }

    private static void pour(ServerWebSocket session, int messages, String padding, AtomicInteger sent) {
        while (sent.get() < messages && !session.writeQueueFull()) {
            session.writeTextMessage("{\"type\":\"rate_limits.updated\",\"n\":" + sent.getAndIncrement() + ",\"pad\":\""
                    + padding + "\"}");
        }
    }

    /// So many times the caller's side asked for this.
    long heard(String type) {
        return received.stream()
                .filter(event -> event.getString("type").equals(type))
                .count();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
