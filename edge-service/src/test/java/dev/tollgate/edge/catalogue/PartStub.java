package dev.tollgate.edge.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.local.testing.TestSecrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// One half of a snapshot over real HTTP, as routing or billing serve it: a whole document with an ETag, and a feed.
final class PartStub implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ChangeKind kind;
    private final AtomicInteger bodies = new AtomicInteger();
    private long revision;
    private String etag = "";
    private String body = "";

    PartStub(int port, String path, ChangeKind kind) {
        this.kind = kind;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext(path, this::whole);
        server.createContext(InternalPaths.CHANGES, this::changes);
        server.start();
    }

    /// Publishes a document: the next revision.
    synchronized void publish(String version, Object document) {
        try {
            body = JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        etag = '"' + version + '"';
        revision++;
    }

    /// How often the whole document was sent.
    int bodies() {
        return bodies.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private synchronized void whole(HttpExchange exchange) throws IOException {
        if (!isOurs(exchange) || body.isEmpty()) {
            answer(exchange, body.isEmpty() ? 503 : 401, "");
        } else if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            answer(exchange, 304, "");
        } else {
            bodies.incrementAndGet();
            exchange.getResponseHeaders().set("ETag", etag);
            answer(exchange, 200, body);
        }
    }

    private synchronized void changes(HttpExchange exchange) throws IOException {
        long since = Long.parseLong(exchange.getRequestURI().getQuery().replace("since=", ""));
        if (since == revision) {
            answer(exchange, 204, "");
            return;
        }
        ChangePage page = since > revision
                ? new ChangePage(revision, false, List.of())
                : new ChangePage(revision, true, List.of(new ChangePage.Change(revision, kind, etag, false)));
        answer(exchange, 200, JSON.writeValueAsString(page));
    }

    private static boolean isOurs(HttpExchange exchange) {
        return TestSecrets.INTERNAL_TOKEN.equals(exchange.getRequestHeaders().getFirst(Headers.INTERNAL_TOKEN));
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
