package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every event of a realtime session is as OpenAI publishes it.
class RealtimeSchemaE2e {
    private static final int SECONDS = 20;

    private final Caller caller = Caller.rich();

    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

    @Test
    void eventsAreValid() throws Exception {
        WebSocket socket = open("demo-realtime");
        send(socket, "{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}");
        send(socket, """
                {"type": "conversation.item.create", "item": {"type": "message", "role": "user",
                  "content": [{"type": "input_text", "text": "Greetings to you"}]}}""");
        send(socket, "{\"type\":\"response.create\"}");
        List<JsonNode> seen = upTo("response.done");
        assertThat(seen.getFirst().get("type").textValue()).isEqualTo("session.created");
        assertThat(seen).hasSizeGreaterThan(5).allSatisfy(OpenAiSchema.REALTIME_EVENT::assertValid);
        socket.abort();
    }

    @Test
    void anErrorEventIsValid() throws Exception {
        WebSocket socket = open("demo-realtime");
        send(socket, "{\"type\":\"no.such.event\"}");
        assertThat(upTo("error")).allSatisfy(OpenAiSchema.REALTIME_EVENT::assertValid);
        socket.abort();
    }

    private WebSocket open(String model) throws Exception {
        URI address = URI.create(
                caller.suite().edge(1).toString().replaceFirst("^http", "ws") + "/v1/realtime?model=" + model);
        return caller.suite()
                .http()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + caller.secret())
                .buildAsync(address, new Listening())
                .get(SECONDS, TimeUnit.SECONDS);
    }

    private static void send(WebSocket socket, String event) throws Exception {
        socket.sendText(event, true).get(SECONDS, TimeUnit.SECONDS);
    }

    private List<JsonNode> upTo(String type) throws InterruptedException {
        List<JsonNode> seen = new ArrayList<>();
        do {
            JsonNode next = events.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("a %s after %s", type, seen).isNotNull();
            seen.add(next);
        } while (!seen.getLast().path("type").asText().equals(type));
        return seen;
    }

    private final class Listening implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                events.add(Suite.json(text.toString()));
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
