package dev.tollgate.edge.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.contract.routing.v1.Guardrails;
import dev.tollgate.contract.routing.v1.Guardrails.Guardrail;
import dev.tollgate.contract.routing.v1.Guardrails.Hook;
import dev.tollgate.contract.routing.v1.Guardrails.Redaction;
import dev.tollgate.contract.routing.v1.MasterKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// An operator's guardrail service, strict: a call that is not as documented, or not signed, gets a 400. The test
/// says what it answers.
final class GuardrailStub implements AutoCloseable {
    /// `redacting` before and after; `asking` before, `judging` after, the second of each though it fails; `both`.
    static final List<String> GROUPS = List.of("redacting", "asking", "asking-open", "judging", "judging-open", "both");

    static final String ALLOW = "{\"action\":\"allow\"}";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "guardrail-secret";
    private static final int TIMEOUT_MILLIS = 400;
    private static final Set<String> FIELDS =
            Set.of("phase", "request_id", "account_id", "key_id", "group", "model", "endpoint", "texts");

    private final HttpServer server;
    private final MasterKeys keys;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    volatile int status = 200;
    volatile String answer = ALLOW;
    volatile CountDownLatch gate = new CountDownLatch(0);

    GuardrailStub(int port, MasterKeys keys) {
        this.keys = keys;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/check", this::check);
        server.start();
    }

    void reset() {
        gate.countDown();
        gate = new CountDownLatch(0);
        asked.clear();
        status = 200;
        answer = ALLOW;
    }

    Map<String, Guardrails> groups() {
        Guardrail pii = new Guardrail(
                "pii",
                null,
                new Redaction(
                        Stream.of("email", "credit_card")
                                .map(name -> new Guardrails.Pattern(name, null, 0))
                                .toList(),
                        "[{name}]"));
        List<Guardrail> closed = List.of(hook("policy", true));
        List<Guardrail> open = List.of(hook("lenient", false));
        return Map.of(
                "redacting", new Guardrails(List.of(pii), List.of(pii)),
                "asking", new Guardrails(closed, List.of()),
                "asking-open", new Guardrails(open, List.of()),
                "judging", new Guardrails(List.of(), closed),
                "judging-open", new Guardrails(List.of(), open),
                "both", new Guardrails(List.of(pii, closed.getFirst()), List.of(closed.getFirst(), pii)));
    }

    private Guardrail hook(String id, boolean closed) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/check";
        return new Guardrail(
                id, new Hook(url, TIMEOUT_MILLIS, closed, true, keys.seal(SECRET, "guardrail:" + id)), null);
    }

    private void check(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        JsonNode said = JSON.readTree(body);
        boolean fine = exchange.getRequestMethod().equals("POST")
                && "application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))
                && isSigned(exchange.getRequestHeaders().getFirst("x-tollgate-signature"), body)
                && said.properties().stream().map(Map.Entry::getKey).allMatch(FIELDS::contains)
                && said.size() == FIELDS.size();
        asked.add(said);
        try {
            gate.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byte[] told = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(fine ? status : 400, told.length);
        exchange.getResponseBody().write(told);
        exchange.close();
    }

    private static boolean isSigned(String header, byte[] body) {
        try {
            String seconds = header.substring(2, header.indexOf(','));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
            return header.endsWith(",v1=" + HexFormat.of().formatHex(mac.doFinal(body)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
