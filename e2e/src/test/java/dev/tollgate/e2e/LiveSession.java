package dev.tollgate.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A realtime session, by the JDK's WebSocket: all that it was told, in order.
final class LiveSession implements WebSocket.Listener, AutoCloseable {
    static final int OPEN = -1;

    final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;
    private volatile int closeCode = OPEN;
    private volatile boolean lost;

    private LiveSession(URI edge, String secret, boolean browser) {
        URI url = URI.create("ws://" + edge.getAuthority() + "/v1/realtime?model=demo-realtime");
        WebSocket.Builder builder = http.newWebSocketBuilder();
        if (browser) {
            builder.subprotocols("realtime", "openai-insecure-api-key." + secret);
        } else {
            builder.header("Authorization", "Bearer " + secret);
        }
        socket = builder.buildAsync(url, this).orTimeout(20, TimeUnit.SECONDS).join();
        awaitEvent("session.created", 1);
    }

    /// With the key in a header.
    static LiveSession open(URI edge, String secret) {
        return new LiveSession(edge, secret, false);
    }

    /// With the key among the subprotocols, as browsers have to.
    static LiveSession inBrowser(URI edge, String secret) {
        return new LiveSession(edge, secret, true);
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    /// Says something, and asks for an answer in text.
    void ask(String text) {
        say(Suite.JSON
                .createObjectNode()
                .put("type", "conversation.item.create")
                .set(
                        "item",
                        Suite.JSON
                                .createObjectNode()
                                .put("type", "message")
                                .put("role", "user")
                                .set(
                                        "content",
                                        Suite.JSON
                                                .createArrayNode()
                                                .add(Suite.JSON
                                                        .createObjectNode()
                                                        .put("type", "input_text")
                                                        .put("text", text)))));
        say(Suite.json("{\"type\":\"response.create\",\"response\":{\"output_modalities\":[\"text\"]}}"));
    }

    void say(JsonNode event) {
        socket.sendText(event.toString(), true).orTimeout(20, TimeUnit.SECONDS).join();
    }

    List<JsonNode> all(String type) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    JsonNode awaitEvent(String type, int times) {
        return awaitEvent(type, times, Duration.ofSeconds(20));
    }

    JsonNode awaitEvent(String type, int times, Duration within) {
        await(type).atMost(within).until(() -> all(type).size() >= times);
        return all(type).get(times - 1);
    }

    /// The close code; 0 when the connection broke.
    int awaitClose() {
        await("the session is closed").atMost(Duration.ofSeconds(20)).until(() -> closeCode != OPEN || lost);
        return lost ? 0 : closeCode;
    }

    boolean isOpen() {
        return closeCode == OPEN && !lost;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            events.add(Suite.json(part.toString()));
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
        lost = true;
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}
