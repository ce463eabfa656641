package dev.tollgate.edge.pipeline;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A caller of the realtime endpoint, by the JDK's WebSocket.
final class Talk implements WebSocket.Listener, AutoCloseable {
    final List<JsonObject> events = new CopyOnWriteArrayList<>();
    volatile int closeCode = -1;
    volatile boolean failed;
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;

    private Talk(WebSocket.Builder builder, URI url) {
        socket = builder.buildAsync(url, this).orTimeout(10, TimeUnit.SECONDS).join();
    }

    static Talk byHeader(HttpClient client, URI url, String secret) {
        return new Talk(client.newWebSocketBuilder().header("Authorization", "Bearer " + secret), url);
    }

    static Talk bySubprotocol(HttpClient client, URI url, String secret) {
        return new Talk(
                client.newWebSocketBuilder().subprotocols("realtime", "openai-insecure-api-key." + secret), url);
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    void say(String event) {
        socket.sendText(event, true).orTimeout(20, TimeUnit.SECONDS).join();
    }

    void sayBytes() {
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2}), true)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    void respond() {
        say("{\"type\":\"response.create\"}");
    }

    /// Waits for so many events of a type; the last of them.
    JsonObject hear(String type, int times) {
        await().atMost(Duration.ofSeconds(5)).until(() -> all(type).size() >= times);
        return all(type).get(times - 1);
    }

    List<JsonObject> all(String type) {
        return events.stream()
                .filter(event -> event.getString("type").equals(type))
                .toList();
    }

    void awaitClose() {
        await().atMost(Duration.ofSeconds(5)).until(() -> closeCode != -1 || failed);
    }

    void leave() {
        socket.abort();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            events.add(new JsonObject(part.toString()));
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closeCode = code;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        failed = true;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
