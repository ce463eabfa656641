package dev.tollgate.edge.pipeline;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An OpenAI-shaped provider, scripted answer by answer; without a script it says one word.
final class Provider implements AutoCloseable {
    static final String CHUNK = "data: {\"id\":\"1\",\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":"
            + "{\"content\":\"one two three four\"},\"finish_reason\":null}]}\n\n";

    static final String LAST = """
            data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: [DONE]

            """;

    private final Vertx vertx = Vertx.vertx();
    private final NetServer server;
    final Queue<Consumer<NetSocket>> script = new ConcurrentLinkedQueue<>();
    /// JSON bodies that were received.
    final List<String> bodies = new CopyOnWriteArrayList<>();

    Provider(int port) {
        server = vertx.createNetServer()
                .connectHandler(this::connected)
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    int port() {
        return server.actualPort();
    }

    /// A whole answer of one word, and its usage.
    static Consumer<NetSocket> plain(long promptTokens, long completionTokens) {
        String body = "{\"id\":\"1\",\"model\":\"up\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + "\"content\":\"hello\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":" + promptTokens
                + ",\"completion_tokens\":" + completionTokens + "}}";
        return socket -> socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
    }

    /// A stream that says some words and then nothing more.
    static Consumer<NetSocket> beginning() {
        return socket ->
                socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + CHUNK);
    }

    /// A whole stream.
    static Consumer<NetSocket> stream() {
        return socket -> {
            beginning().accept(socket);
            socket.end(Buffer.buffer(LAST));
        };
    }

    private void connected(NetSocket socket) {
        Buffer[] sofar = {Buffer.buffer()};
        socket.handler(bytes -> {
            sofar[0].appendBuffer(bytes);
            String body = body(sofar[0].toString(StandardCharsets.UTF_8));
            if (body != null) {
                sofar[0] = Buffer.buffer();
                bodies.add(body);
                Consumer<NetSocket> step = script.poll();
                (step == null ? plain(9, 3) : step).accept(socket);
            }
        });
    }

    private static @Nullable String body(String request) {
        int head = request.indexOf("\r\n\r\n");
        int length = request.toLowerCase(Locale.ROOT).indexOf("content-length: ");
        if (head < 0 || length < 0) {
            return null;
        }
        int size = Integer.parseInt(request.substring(length + 16, request.indexOf("\r\n", length)));
        String body = request.substring(head + 4);
        return body.getBytes(StandardCharsets.UTF_8).length >= size ? body : null;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
