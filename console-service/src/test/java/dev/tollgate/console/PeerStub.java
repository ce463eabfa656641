package dev.tollgate.console;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An inner service's contract over real HTTP, strict: a path, method, field or header that the service would not
/// take is refused and noted. What it does for each path, a test says.
public final class PeerStub implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final HttpServer server;
    private final List<Route> routes = new ArrayList<>();
    private final List<Route> asides = new ArrayList<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile int failureStatus;
    private volatile @Nullable Route refusal;

    PeerStub(String url) {
        try {
            server = HttpServer.create(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), URI.create(url).getPort()),
                    50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /// @param path below `/internal/v1`, a regular expression whose groups are the call's words
    PeerStub on(String method, String path, Answer answer) {
        routes.add(new Route(method, Pattern.compile(InternalPaths.ROOT + path), answer));
        return this;
    }

    /// Asked at each call of the management API, whatever else: not noted, and not told to fail.
    PeerStub always(String method, String path, Answer answer) {
        asides.add(new Route(method, Pattern.compile(InternalPaths.ROOT + path), answer));
        return this;
    }

    /// The next so many calls get this status instead.
    public void failWith(int status, int times) {
        failureStatus = status;
        failures.set(times);
    }

    /// From now on this call is refused, and no other.
    ///
    /// @param path as of [#on]
    public void refuse(String method, String path, ServiceError error) {
        refusal = new Route(method, Pattern.compile(InternalPaths.ROOT + path), _ -> {
            throw new ServiceException(error);
        });
    }

    public void refuseNothing() {
        refusal = null;
    }

    public List<Call> calls() {
        return calls;
    }

    public List<String> violations() {
        return violations;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            for (Route aside : asides) {
                Matcher matcher = aside.path.matcher(target);
                if (aside.method.equals(exchange.getRequestMethod()) && matcher.matches()) {
                    List<String> words = matcher.groupCount() == 0 ? List.of() : List.of(matcher.group(1));
                    try {
                        send(exchange, 200, Objects.requireNonNull(aside.answer.to(call(exchange, words, body))));
                    } catch (ServiceException e) {
                        send(exchange, e.error().code().status(), e.error().envelope());
                    }
                    return;
                }
            }
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                calls.add(call(exchange, List.of(), body));
                send(exchange, failureStatus, new ServiceError(ErrorCode.INTERNAL_ERROR, "scripted").envelope());
                return;
            }
            for (Route route : routes()) {
                Matcher matcher = route.path.matcher(target);
                if (route.method.equals(exchange.getRequestMethod()) && matcher.matches()) {
                    List<String> words = new ArrayList<>();
                    for (int i = 1; i <= matcher.groupCount(); i++) {
                        words.add(matcher.group(i));
                    }
                    serve(exchange, route.answer, call(exchange, words, body));
                    return;
                }
            }
            refuse(exchange, ErrorCode.NOT_FOUND, exchange.getRequestMethod() + " " + exchange.getRequestURI());
        }
    }

    private List<Route> routes() {
        Route first = refusal;
        return first == null
                ? routes
                : Stream.concat(Stream.of(first), routes.stream()).toList();
    }

    private void serve(HttpExchange exchange, Answer answer, Call call) throws IOException {
        if (!List.of(ConsoleProfile.INTERNAL_TOKEN)
                .equals(exchange.getRequestHeaders().get(Headers.INTERNAL_TOKEN))) {
            refuse(exchange, ErrorCode.INVALID_API_KEY, "internal token");
            return;
        }
        if (call.requestId() == null || call.actor() == null) {
            violations.add("no request id or actor: " + call);
        }
        calls.add(call);
        try {
            Object body = answer.to(call);
            if (body == null) {
                exchange.sendResponseHeaders(204, -1);
            } else if (body instanceof byte[] file) {
                exchange.getResponseHeaders().set("content-type", "application/octet-stream");
                exchange.sendResponseHeaders(200, file.length);
                exchange.getResponseBody().write(file);
            } else {
                send(exchange, 200, body);
            }
        } catch (ServiceException e) {
            send(exchange, e.error().code().status(), e.error().envelope());
        } catch (IOException e) {
            refuse(exchange, ErrorCode.INVALID_JSON, e.toString());
        }
    }

    private static Call call(HttpExchange exchange, List<String> words, String body) {
        Map<String, String> query = new LinkedHashMap<>();
        String text = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
        for (String pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return new Call(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath().substring(InternalPaths.ROOT.length()),
                words,
                query,
                body,
                exchange.getRequestHeaders().getFirst(Headers.REQUEST_ID),
                exchange.getRequestHeaders().getFirst(Headers.ACTOR),
                exchange.getRequestHeaders().getFirst(Headers.IDEMPOTENCY_KEY),
                exchange.getRequestHeaders().getFirst(Headers.STRIPE_SIGNATURE),
                exchange.getRequestHeaders().getFirst(Headers.CLIENT_ADDRESS),
                exchange.getRequestHeaders().getFirst(Headers.CLIENT_AGENT));
    }

    private void refuse(HttpExchange exchange, ErrorCode code, String what) throws IOException {
        violations.add(what);
        send(exchange, code.status(), new ServiceError(code, what).envelope());
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] json = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, json.length);
        exchange.getResponseBody().write(json);
    }

    /// What the service does; null answers 204, bytes a file, a ServiceException its envelope.
    interface Answer {
        @Nullable
        Object to(Call call) throws IOException;
    }

    private record Route(String method, Pattern path, Answer answer) {}

    /// One call as it came.
    ///
    /// @param words the groups of the path's pattern
    public record Call(
            String method,
            String path,
            List<String> words,
            Map<String, String> query,
            String body,
            @Nullable String requestId,
            @Nullable String actor,
            @Nullable String idempotencyKey,
            @Nullable String signature,
            @Nullable String clientAddress,
            @Nullable String clientAgent) {
        public <T> T read(Class<T> type) throws IOException {
            return JSON.readValue(body, type);
        }
    }
}
