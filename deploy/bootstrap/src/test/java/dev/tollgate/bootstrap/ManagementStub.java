package dev.tollgate.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// The management API's promises that bootstrapping rests on: accounts and gifts once by their idempotency keys, a
/// key's secret told once. The real one is met in e2e's `BootstrapE2e`.
final class ManagementStub implements AutoCloseable {
    final Map<String, String> accounts = new TreeMap<>();
    final Map<String, String> gifts = new TreeMap<>();
    /// Status by id.
    final Map<String, String> keys = new TreeMap<>();
    /// The next so many calls find nobody home.
    final AtomicInteger away = new AtomicInteger();
    /// Runs as the next key is made.
    volatile Runnable whileAKeyIsMade = () -> {};

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final Supplier<String> token;

    ManagementStub(Supplier<String> token) {
        this.token = token;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/api/v1/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = KubeApi.JSON.readTree(exchange.getRequestBody().readAllBytes());
            if (away.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            if (!("Bearer " + token.get()).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            String path = exchange.getRequestURI().getPath().substring("/api/v1".length());
            String once = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            ObjectNode answer = answer(exchange.getRequestMethod() + " " + path, body, once == null ? "" : once);
            byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.has("error") ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private ObjectNode answer(String call, JsonNode body, String once) {
        ObjectNode answer = KubeApi.JSON.createObjectNode();
        String[] path = call.substring(call.indexOf('/') + 1).split("/", -1);
        if (call.equals("POST /keys")) {
            whileAKeyIsMade.run();
        }
        synchronized (this) {
            if (call.equals("POST /accounts")) {
                return answer.put("id", accounts.computeIfAbsent(once, key -> "acc_" + accounts.size()));
            }
            if (path.length == 3 && path[2].equals("gifts") && accounts.containsValue(path[1])) {
                gifts.put(once, body.path("amount").asText());
                return answer;
            }
            if (call.equals("POST /keys")
                    && accounts.containsValue(body.path("account_id").asText())) {
                String id = "key_" + keys.size();
                keys.put(id, "active");
                answer.putObject("key").put("id", id);
                return answer.put("secret", "sk-of-" + id);
            }
            if (path[0].equals("keys") && path.length > 1 && keys.containsKey(path[1])) {
                if (path.length == 3 && path[2].equals("revoke")) {
                    keys.put(path[1], "revoked");
                }
                return answer.put("id", path[1]).put("status", keys.get(path[1]));
            }
            return answer.put("error", "not found");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
