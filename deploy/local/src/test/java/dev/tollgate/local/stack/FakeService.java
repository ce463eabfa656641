package dev.tollgate.local.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;

/// Stands where a service's jar would: ready at once, answers the management calls, and writes its port into the file
/// `ends` when it is stopped in order.
final class FakeService {

    private static final Map<String, String> ANSWERS = Map.of(
            "/q/health/ready", "{}",
            "/internal/v1/catalogue/status",
                    Objects.requireNonNullElse(System.getenv("FAKE_CATALOGUE"), "{\"version\":\"v1\",\"problems\":[]}"),
            "/api/v1/accounts", "{\"id\":\"acct_1\",\"data\":[{\"id\":\"acct_1\",\"name\":\"demo\"}]}",
            "/api/v1/accounts/acct_1/members/user_1", "{}",
            "/api/v1/users", "{\"id\":\"user_1\"}",
            "/api/v1/accounts/acct_1/gifts", "{}",
            "/api/v1/keys", "{\"secret\":\"sk-made-once\"}");

    private FakeService() {}

    public static void main(String[] arguments) throws IOException {
        String last = System.getenv("FAKE_LAST_WORDS");
        if (last != null) {
            System.out.println(last);
            System.exit(1);
        }
        String port = Objects.requireNonNull(System.getenv("TOLLGATE_HTTP_PORT"));
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)), 0);
        server.createContext("/", FakeService::answer);
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(port)));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (System.getenv("FAKE_NEVER_READY") != null) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
        byte[] body =
                ANSWERS.getOrDefault(exchange.getRequestURI().getPath(), "").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void leave(String port) {
        try {
            Files.writeString(Path.of("ends"), port + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
