package dev.tollgate.batch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.local.testing.TestSecrets;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// Answers lines as the edge does. The model of a line says how: `ok`, `bad` (400), `limited-once` (429, then 200),
/// `broke` (402), `fails` (502), `charged` (409, its answer is not kept). What has no internal token, no key or no
/// line's name is a 401. `GET /asked/{line}` tells how often a line was asked.
public final class EdgeStandIn implements QuarkusTestResourceLifecycleManager {
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/", this::line);
        server.createContext("/asked/", this::count);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        System.setProperty("test.edge", url);
        return Map.of("tollgate.batch.runner.edge-url", url);
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    private void count(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring("/asked/".length());
        answer(exchange, 200, Integer.toString(asked.getOrDefault(name, 0)));
    }

    private void line(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String name = exchange.getRequestHeaders().getFirst(Headers.BATCH_LINE);
        if (name == null
                || !TestSecrets.INTERNAL_TOKEN.equals(
                        exchange.getRequestHeaders().getFirst(Headers.INTERNAL_TOKEN))
                || exchange.getRequestHeaders().getFirst(Headers.BATCH_KEY) == null) {
            answer(exchange, 401, error("invalid_api_key"));
            return;
        }
        int times = asked.merge(name, 1, Integer::sum);
        exchange.getResponseHeaders().add(Headers.REQUEST_ID, "request-of-" + name);
        String model = body.replaceAll("(?s).*\"model\"\\s*:\\s*\"([^\"]*)\".*", "$1");
        switch (model) {
            case "bad" -> answer(exchange, 400, error("invalid_value"));
            case "limited-once" -> limited(exchange, times);
            case "broke" -> answer(exchange, 402, error("insufficient_balance"));
            case "fails" -> answer(exchange, 502, error("upstream_error"));
            case "charged" -> answer(exchange, 409, error("conflict"));
            default -> answer(exchange, 200, "{\n  \"object\": \"answer\",\r\n  \"asked\": " + body + "\n}");
        }
    }

    private static void limited(HttpExchange exchange, int times) throws IOException {
        if (times == 1) {
            exchange.getResponseHeaders().add("Retry-After", "1");
            answer(exchange, 429, error("rate_limit_exceeded"));
        } else {
            answer(exchange, 200, "{\"late\":true}");
        }
    }

    private static String error(String code) {
        return "{\"error\":{\"message\":\"no\",\"type\":\"t\",\"param\":null,\"code\":\"" + code + "\"}}";
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
