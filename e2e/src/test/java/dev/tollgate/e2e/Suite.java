package dev.tollgate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.local.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One running suite for all tests of this JVM, with two edges and the demo provider under every model's name;
/// stopped when the JVM ends.
final class Suite {
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final long CREDIT = 1_000_000_000L;
    private static final Set<String> NOT_OURS = Set.of("demo", "postgres", "redis");

    private static @Nullable Suite running;

    private final Stack stack;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /// Over a stack of a test's own.
    Suite(Stack stack) {
        this.stack = stack;
    }

    static synchronized Suite running() {
        Suite suite = running;
        if (suite == null) {
            Path home = Path.of("..").toAbsolutePath().normalize();
            Stack stack = Stack.builder()
                    .home(home)
                    .dataDirectory(
                            Path.of("target", "suite-" + UUID.randomUUID()).toAbsolutePath())
                    .edges(2)
                    .demoAll(true)
                    .environment("*", "TOLLGATE_EDGE_ACCESS_LOG", "all")
                    .build()
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
            suite = new Suite(stack);
            running = suite;
        }
        return suite;
    }

    Stack stack() {
        return stack;
    }

    URI edge(int number) {
        return stack.edgeUrl(number);
    }

    /// Where each process of ours that is a service listens.
    Map<String, URI> services() {
        Map<String, URI> services = new TreeMap<>();
        stack.processes().stream()
                .filter(process -> !NOT_OURS.contains(process.name()))
                .forEach(process -> services.put(process.name(), process.baseUrl()));
        return services;
    }

    /// A fresh account with this much credit, in nano-credits, and a key in the group that has every model.
    Customer customer(long nanos, String keyFields) {
        String account = manage("POST", "/accounts", "{\"name\":\"e2e\",\"group\":\"test\"}")
                .get("id")
                .textValue();
        if (nanos > 0) {
            manage("POST", "/accounts/" + account + "/gifts", "{\"amount\":\"" + nanos + "\"}");
        }
        String fields = keyFields.isEmpty() ? "" : "," + keyFields;
        JsonNode key = manage("POST", "/keys", "{\"account_id\":\"" + account + "\",\"name\":\"e2e\"" + fields + "}");
        return new Customer(
                account, key.get("key").get("id").textValue(), key.get("secret").textValue());
    }

    /// @param secret the API key
    record Customer(String account, String keyId, String secret) {}

    /// Calls the management API and expects success.
    JsonNode manage(String method, String path, @Nullable String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stack.consoleUrl() + "/api/v1" + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + stack.adminToken())
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = send(request);
        if (response.statusCode() >= 300) {
            throw new AssertionError(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return json(response.body());
    }

    HttpRequest.Builder chat(int edge, String secret) {
        return HttpRequest.newBuilder(edge(edge).resolve("/v1/chat/completions"))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", "application/json");
    }

    HttpResponse<String> ask(int edge, String secret, String body) {
        return send(chat(edge, secret).POST(BodyPublishers.ofString(body)).build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpClient http() {
        return http;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + text, e);
        }
    }

    static String hello(String model) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}";
    }
}
