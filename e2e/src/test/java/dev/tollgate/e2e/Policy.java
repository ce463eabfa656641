package dev.tollgate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// An operator's guardrail service, which blocks what names [#FORBIDDEN] before, and after for the keys that it was
/// told of. One for all tests of this JVM; it ends with it.
final class Policy {
    static final String FORBIDDEN = "a forbidden subject";

    private static @Nullable Policy running;

    private final HttpServer server;
    /// Whose answers are blocked.
    volatile String silenced = "";

    private Policy() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/check", this::check);
        server.start();
    }

    static synchronized Policy running() {
        Policy policy = running;
        if (policy == null) {
            policy = new Policy();
            running = policy;
        }
        return policy;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/check";
    }

    private void check(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode asked = Suite.JSON.readTree(exchange.getRequestBody().readAllBytes());
            boolean blocks = asked.path("phase").asText().equals("before")
                    ? asked.path("texts").toString().contains(FORBIDDEN)
                    : asked.path("key_id").asText().equals(silenced);
            byte[] answer = (blocks ? "{\"action\":\"block\",\"reason\":\"forbidden\"}" : "{\"action\":\"allow\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }
}
