package dev.tollgate.local.fake.openai.realtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Exchange;
import dev.tollgate.local.fake.openai.Rejection;
import io.vertx.core.http.ServerWebSocket;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The way of events to the client: numbers them, counts them for the log, and knows when the client is slow.
final class Outbox {

    private static final int HUGE_BYTES = 8 << 20;
    private static final int TYPES_KEPT = 2_000;
    private static final short GOING_AWAY = 1001;

    private final ServerWebSocket socket;
    private final Exchange exchange;
    private final ArrayNode received = JsonNodeFactory.instance.arrayNode();
    private boolean hugeIsDue;
    private long number;

    Outbox(ServerWebSocket socket, Exchange exchange, boolean oneHuge) {
        this.socket = socket;
        this.exchange = exchange;
        this.hugeIsDue = oneHuge;
        exchange.entry().note("client_events", received);
    }

    Exchange exchange() {
        return exchange;
    }

    /// An event with an id of its own.
    ObjectNode event(String type) {
        number++;
        return JsonNodeFactory.instance
                .objectNode()
                .put("event_id", "event_demo" + String.format(Locale.ROOT, "%08d", number))
                .put("type", type);
    }

    void send(ObjectNode event) {
        if (socket.isClosed()) {
            return;
        }
        if (hugeIsDue && event.path("type").asText().endsWith(".delta")) {
            hugeIsDue = false;
            event.put("obfuscation", "x".repeat(HUGE_BYTES));
        }
        sendRaw(event.toString());
    }

    void sendRaw(String text) {
        exchange.entry().wroteChunk();
        socket.writeTextMessage(text);
    }

    /// @param clientEvent the id that the client gave its event, or null
    void refuse(Rejection rejection, @Nullable String clientEvent) {
        ObjectNode event = event("error");
        event.putObject("error")
                .put("type", rejection.type())
                .put("code", rejection.code())
                .put("message", rejection.message())
                .put("param", rejection.param())
                .put("event_id", clientEvent);
        send(event);
    }

    /// For the log.
    void got(String type) {
        if (received.size() < TYPES_KEPT) {
            received.add(type);
        }
    }

    boolean isFull() {
        return socket.writeQueueFull();
    }

    void whenDrained(Runnable task) {
        socket.drainHandler(drained -> task.run());
    }

    void later(long millis, Runnable task) {
        exchange.stage().vertx().setTimer(millis, due -> {
            if (!socket.isClosed()) {
                task.run();
            }
        });
    }

    /// Closes in order, though nothing is finished.
    void goAway() {
        socket.close(GOING_AWAY, "session ended by the provider");
    }

    /// Closes with a TCP reset.
    void reset() {
        exchange.reset();
    }
}
