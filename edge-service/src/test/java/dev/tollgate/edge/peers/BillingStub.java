package dev.tollgate.edge.peers;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.contract.billing.v1.EdgeEpoch;
import dev.tollgate.contract.billing.v1.EpochRequest;
import dev.tollgate.contract.billing.v1.LeaseAnswers;
import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.UsageAnswer;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;

/// The billing service's contract over real HTTP, strict: epochs by start id, leases by number, each usage record
/// once. A test gives accounts credit and tells it how to fail; what the contract forbids is noted.
public final class BillingStub implements AutoCloseable {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final int UNAVAILABLE = 503;
    private static final int BATCH_MAX = 2_000;
    /// Goes on from stub to stub, as the edge that follows it does.
    private static final AtomicLong REVISIONS = new AtomicLong();

    /// What came in one call.
    public record Batch(long epoch, List<JsonNode> frames, long nanos) {}

    public final LeaseBooks books = new LeaseBooks();
    public final List<Batch> batches = new CopyOnWriteArrayList<>();
    /// `usage <id>`, `close <epoch>`, in the order in which billing did it.
    public final List<String> done = new CopyOnWriteArrayList<>();

    public final AtomicInteger leaseCalls = new AtomicInteger();
    public final AtomicInteger usageCalls = new AtomicInteger();
    /// The next so many answers to asks are computed, kept and lost.
    public final AtomicInteger loseAnswers = new AtomicInteger();

    public volatile boolean leasesDown;
    public volatile boolean usageDown;
    public volatile long leaseDelayMillis;
    public volatile long usageDelayMillis;
    /// Records with this in their id are quarantined.
    public volatile String poison = "poison";

    private final Map<String, Long> starts = new HashMap<>();
    private final Map<String, Long> newest = new HashMap<>();
    private final Map<String, String> posted = new HashMap<>();
    private final List<ChangePage.Change> changes = new ArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    public BillingStub(String url) {
        try {
            server = HttpServer.create(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), URI.create(url).getPort()),
                    50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        handle(InternalPaths.EDGES, this::epochs);
        handle(InternalPaths.LEASES, this::leases);
        handle(InternalPaths.USAGE, this::usage);
        handle(InternalPaths.CHANGES, this::changes);
        server.start();
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private void handle(String path, Handler handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (exchange.getRequestHeaders().getFirst(Headers.INTERNAL_TOKEN) == null) {
                    violations.add("no internal token: " + path);
                }
                handler.handle(exchange);
            } catch (RuntimeException e) {
                violations.add(path + ": " + e);
                exchange.sendResponseHeaders(500, -1);
            }
        });
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /// What no edge may do and this one did.
    public List<String> violations() {
        List<String> all = new ArrayList<>(violations);
        all.addAll(books.violations());
        return all;
    }

    /// Another process opens the edge's next epoch.
    public synchronized long supersede(String edgeId) {
        return newest.merge(edgeId, 1L, Long::sum);
    }

    public synchronized void recall(String accountId) {
        changes.add(new ChangePage.Change(REVISIONS.incrementAndGet(), ChangeKind.RECALL, accountId, false));
    }

    /// The `done` frames by request id, as they were posted.
    public synchronized Map<String, String> posted() {
        return Map.copyOf(posted);
    }

    private void epochs(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().substring(1).split("/", -1);
        String edgeId = path[3];
        if (path.length == 5) {
            String startId = JSON.readValue(exchange.getRequestBody().readAllBytes(), EpochRequest.class)
                    .startId();
            answer(exchange, new EdgeEpoch(edgeId, open(edgeId, startId), System.currentTimeMillis()));
        } else {
            long epoch = Long.parseLong(path[5]);
            long by = Long.parseLong(exchange.getRequestURI().getQuery().substring("by=".length()));
            exchange.sendResponseHeaders(close(edgeId, epoch, by), -1);
        }
    }

    private synchronized long open(String edgeId, String startId) {
        return starts.computeIfAbsent(edgeId + startId, start -> newest.merge(edgeId, 1L, Long::sum));
    }

    private synchronized int close(String edgeId, long epoch, long by) {
        if (by != newest.getOrDefault(edgeId, 0L) || epoch > by) {
            return 409;
        }
        done.add("close " + epoch);
        books.closeEpoch(edgeId, epoch);
        return 204;
    }

    private void leases(HttpExchange exchange) throws IOException {
        leaseCalls.incrementAndGet();
        LeaseAsks asks = JSON.readValue(exchange.getRequestBody().readAllBytes(), LeaseAsks.class);
        rest(leaseDelayMillis);
        if (leasesDown) {
            exchange.sendResponseHeaders(UNAVAILABLE, -1);
            return;
        }
        LeaseAnswers answers;
        synchronized (this) {
            boolean current = asks.epoch() == newest.getOrDefault(asks.edgeId(), 0L);
            answers = books.answer(asks, current);
        }
        if (loseAnswers.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            answer(exchange, answers);
        }
    }

    private void usage(HttpExchange exchange) throws IOException {
        usageCalls.incrementAndGet();
        JsonNode batch = JSON.readTree(exchange.getRequestBody().readAllBytes());
        rest(usageDelayMillis);
        if (usageDown) {
            exchange.sendResponseHeaders(UNAVAILABLE, -1);
            return;
        }
        List<JsonNode> frames =
                StreamSupport.stream(batch.get("frames").spliterator(), false).toList();
        if (frames.size() > BATCH_MAX) {
            violations.add(frames.size() + " frames in one batch");
        }
        long epoch = batch.get("epoch").asLong();
        String edgeId = batch.get("edgeId").asText();
        List<UsageAnswer.Result> results = new ArrayList<>();
        synchronized (this) {
            frames.forEach(frame -> results.add(take(edgeId, epoch, frame)));
            batches.add(new Batch(epoch, frames, System.nanoTime()));
        }
        answer(exchange, new UsageAnswer(results));
    }

    private UsageAnswer.Result take(String edgeId, long epoch, JsonNode frame) {
        if (!frame.path("kind").asText().equals("done")) {
            return UsageAnswer.Result.NOTED;
        }
        String id = frame.at("/subject/requestId").asText();
        if (id.contains(poison)) {
            return UsageAnswer.Result.QUARANTINED;
        }
        if (posted.putIfAbsent(id, frame.toString()) != null) {
            return UsageAnswer.Result.DUPLICATE;
        }
        done.add("usage " + id);
        books.charge(edgeId, epoch, frame);
        return UsageAnswer.Result.POSTED;
    }

    private void changes(HttpExchange exchange) throws IOException {
        long since = Long.parseLong(exchange.getRequestURI().getQuery().substring("since=".length()));
        ChangePage page;
        synchronized (this) {
            page = new ChangePage(
                    REVISIONS.get(),
                    true,
                    changes.stream().filter(change -> change.revision() > since).toList());
        }
        if (page.changes().isEmpty()) {
            exchange.sendResponseHeaders(204, -1);
        } else {
            answer(exchange, page);
        }
    }

    private static void rest(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    private static void answer(HttpExchange exchange, Object body) throws IOException {
        byte[] json = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(200, json.length);
        exchange.getResponseBody().write(json);
    }
}
