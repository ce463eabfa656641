package dev.tollgate.edge.peers;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.contract.auth.v1.Introspection;
import dev.tollgate.contract.auth.v1.IntrospectionRequest;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.auth.v1.KeyFormat;
import dev.tollgate.contract.auth.v1.WorkloadQuestion;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The auth service's contract over real HTTP, strict: what auth would refuse gets a 4xx and is noted. A test tells
/// it its keys and changes, and how it fails.
public final class AuthStub implements AutoCloseable {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final int PORTS_FROM = 15_000;
    private static final int PORTS_TO = 32_000;
    private static final int PORTS_TRIED = 100;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, KeyContext> keys = new ConcurrentHashMap<>();
    private final List<ChangePage.Change> changes = new ArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final List<String> requestIds = new CopyOnWriteArrayList<>();
    private final List<String> edges = new CopyOnWriteArrayList<>();
    private final AtomicInteger introspections = new AtomicInteger();
    private final AtomicInteger polls = new AtomicInteger();
    private volatile int introspectStatus = 200;
    private volatile int changesStatus = 200;
    private volatile boolean complete = true;
    private volatile long revision;
    private volatile ServiceError tokenRefusal = new ServiceError(ErrorCode.INVALID_API_KEY, "scripted");
    private volatile @Nullable CountDownLatch gate;
    private volatile UnaryOperator<Introspection> answerFilter = UnaryOperator.identity();

    public AuthStub(String url) {
        this(URI.create(url).getPort());
    }

    public AuthStub(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext(InternalPaths.INTROSPECT, this::introspect);
        server.createContext(InternalPaths.INTROSPECT_WORKLOAD, this::introspectWorkload);
        server.createContext(InternalPaths.CHANGES, this::changes);
        server.start();
    }

    /// A port of the loopback that is free now, and stays so until it is listened on: systems give connections higher
    /// ones.
    public static int freePort() {
        for (int tried = 0; tried < PORTS_TRIED; tried++) {
            int port = ThreadLocalRandom.current().nextInt(PORTS_FROM, PORTS_TO);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException _) {
                // Taken: another is tried.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no port is free");
    }

    /// Stores a key without telling anyone.
    public void put(String hash, KeyContext key) {
        keys.put(hash, key);
    }

    /// Commits a change: the next revision, and the feed's next entry.
    public synchronized long commit(ChangeKind kind, String id, boolean endStreams, Runnable change) {
        change.run();
        changes.add(new ChangePage.Change(++revision, kind, id, endStreams));
        return revision;
    }

    /// The feed's memory starts anew after this revision.
    public synchronized void forgetChanges() {
        changes.clear();
        complete = false;
        revision += 1_000;
    }

    /// Refuses a token that it was not told the key of.
    public void refuseTokens(ServiceError refusal) {
        tokenRefusal = refusal;
    }

    public void failIntrospectionsWith(int status) {
        introspectStatus = status;
    }

    public void failChangesWith(int status) {
        changesStatus = status;
    }

    /// From now on each verdict is read, then held back until the latch opens.
    public CountDownLatch holdAnswers() {
        CountDownLatch latch = new CountDownLatch(1);
        gate = latch;
        return latch;
    }

    public void holdNothing() {
        gate = null;
    }

    public void filterAnswers(UnaryOperator<Introspection> filter) {
        answerFilter = filter;
    }

    public int introspections() {
        return introspections.get();
    }

    public int polls() {
        return polls.get();
    }

    public List<String> violations() {
        return violations;
    }

    public List<String> requestIds() {
        return requestIds;
    }

    public List<String> edges() {
        return edges;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void introspect(HttpExchange exchange) throws IOException {
        introspections.incrementAndGet();
        if (isRefused(exchange, "POST", InternalPaths.INTROSPECT)) {
            return;
        }
        note(exchange, Headers.REQUEST_ID, requestIds);
        note(exchange, Headers.EDGE_ID, edges);
        IntrospectionRequest request;
        try {
            request = JSON.readValue(exchange.getRequestBody().readAllBytes(), IntrospectionRequest.class);
        } catch (IOException e) {
            refuse(exchange, ErrorCode.INVALID_JSON, e.toString());
            return;
        }
        if (request.keyHash() == null || !request.keyHash().matches("[0-9a-f]{64}")) {
            refuse(exchange, ErrorCode.INVALID_VALUE, "keyHash: " + request.keyHash());
            return;
        }
        int status = introspectStatus;
        if (status != 200) {
            answer(exchange, status, new ServiceError(ErrorCode.INTERNAL_ERROR, "scripted").envelope());
            return;
        }
        Introspection verdict = answerFilter.apply(read(request.keyHash()));
        CountDownLatch latch = gate;
        if (latch != null) {
            await(latch);
        }
        answer(exchange, 200, verdict);
    }

    private void introspectWorkload(HttpExchange exchange) throws IOException {
        introspections.incrementAndGet();
        if (isRefused(exchange, "POST", InternalPaths.INTROSPECT_WORKLOAD)) {
            return;
        }
        WorkloadQuestion question;
        try {
            question = JSON.readValue(exchange.getRequestBody().readAllBytes(), WorkloadQuestion.class);
        } catch (IOException e) {
            refuse(exchange, ErrorCode.INVALID_JSON, "the question about a token");
            return;
        }
        if (introspectStatus != 200) {
            answer(exchange, introspectStatus, new ServiceError(ErrorCode.INTERNAL_ERROR, "scripted").envelope());
            return;
        }
        Introspection known = read(KeyFormat.hash(question.token()));
        answer(exchange, 200, known.key() == null ? new Introspection(Long.MAX_VALUE, null, tokenRefusal) : known);
    }

    private synchronized Introspection read(String hash) {
        return new Introspection(revision, keys.get(hash));
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IOException("held for too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void changes(HttpExchange exchange) throws IOException {
        polls.incrementAndGet();
        if (isRefused(exchange, "GET", InternalPaths.CHANGES)) {
            return;
        }
        String query = exchange.getRequestURI().getQuery();
        if (query == null || !query.matches("since=\\d+")) {
            refuse(exchange, ErrorCode.INVALID_VALUE, "query: " + query);
            return;
        }
        if (changesStatus != 200) {
            answer(exchange, changesStatus, new ServiceError(ErrorCode.INTERNAL_ERROR, "scripted").envelope());
            return;
        }
        ChangePage page = since(Long.parseLong(query.substring("since=".length())));
        if (page == null) {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        } else {
            answer(exchange, 200, page);
        }
    }

    private synchronized @Nullable ChangePage since(long since) {
        if (since == revision) {
            return null;
        }
        if (since > revision) {
            return new ChangePage(revision, false, List.of());
        }
        return new ChangePage(
                revision,
                complete || changes.stream().anyMatch(c -> c.revision() == since + 1),
                changes.stream().filter(c -> c.revision() > since).toList());
    }

    private boolean isRefused(HttpExchange exchange, String method, String path) throws IOException {
        if (!exchange.getRequestMethod().equals(method)
                || !exchange.getRequestURI().getPath().equals(path)) {
            refuse(exchange, ErrorCode.NOT_FOUND, exchange.getRequestMethod() + " " + exchange.getRequestURI());
            return true;
        }
        if (!List.of("test-internal-token").equals(exchange.getRequestHeaders().get(Headers.INTERNAL_TOKEN))) {
            refuse(exchange, ErrorCode.INVALID_API_KEY, "internal token");
            return true;
        }
        return false;
    }

    private static void note(HttpExchange exchange, String header, List<String> seen) {
        String value = exchange.getRequestHeaders().getFirst(header);
        if (value != null) {
            seen.add(value);
        }
    }

    private void refuse(HttpExchange exchange, ErrorCode code, String what) throws IOException {
        violations.add(what);
        answer(exchange, code.status(), new ServiceError(code, what).envelope());
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] json = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, json.length);
        exchange.getResponseBody().write(json);
        exchange.close();
    }
}
