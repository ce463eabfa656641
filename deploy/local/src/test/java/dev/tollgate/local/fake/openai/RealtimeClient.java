package dev.tollgate.local.fake.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A realtime client that keeps what it hears in order.
final class RealtimeClient implements WebSocket.Listener, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode CLOSED = JSON.createObjectNode().put("type", "(closed)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private volatile int closeCode;
    private volatile String pong = "";

    private RealtimeClient(URI url, Map<String, String> headers, List<String> protocols) {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        headers.forEach(builder::header);
        if (!protocols.isEmpty()) {
            builder.subprotocols(
                    protocols.getFirst(), protocols.subList(1, protocols.size()).toArray(String[]::new));
        }
        socket = builder.buildAsync(url, this).join();
    }

    /// @throws java.util.concurrent.CompletionException when the handshake is refused
    static RealtimeClient open(URI base, String model) {
        return open(base, model, Map.of(), List.of());
    }

    static RealtimeClient open(URI base, String model, Map<String, String> headers, List<String> protocols) {
        URI url = URI.create("ws://" + base.getAuthority() + "/v1/realtime?model=" + model);
        return new RealtimeClient(url, headers, protocols);
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    int closeCode() {
        return closeCode;
    }

    String pong() {
        return pong;
    }

    void ping(String text) {
        socket.sendPing(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))).join();
    }

    /// Sends events written with single quotes.
    RealtimeClient send(String... events) {
        for (String event : events) {
            socket.sendText(event.replace('\'', '"'), true).join();
        }
        return this;
    }

    RealtimeClient say(String text) {
        return send("{'type':'conversation.item.create','item':{'type':'message','role':'user','content':"
                + "[{'type':'input_text','text':'" + text + "'}]}}");
    }

    /// All events up to the next of this type; `(closed)` is the connection's end.
    List<JsonNode> until(String type) {
        List<JsonNode> events = new ArrayList<>();
        while (true) {
            JsonNode event = next();
            events.add(event);
            String got = event.get("type").asText();
            if (got.equals(type)) {
                return events;
            }
            if (got.equals("(closed)")) {
                throw new AssertionError("closed before " + type + ": " + events);
            }
        }
    }

    JsonNode next() {
        try {
            JsonNode event = heard.poll(20, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("nothing heard for 20 seconds");
            }
            return event;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            heard.add(parse(partial.toString()));
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        pong = StandardCharsets.UTF_8.decode(message).toString();
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode = statusCode;
        heard.add(CLOSED);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode = -1;
        heard.add(CLOSED);
    }

    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            // The other side may be closing it at this very moment.
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .exceptionally(_ -> socket)
                    .join();
        }
        http.shutdownNow();
    }

    private static JsonNode parse(String text) {
        if (text.equals("{not json")) {
            return JSON.createObjectNode().put("type", "(not JSON)");
        }
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
