package dev.tollgate.edge.credit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.contract.billing.v1.EdgeEpoch;
import dev.tollgate.contract.billing.v1.EpochRequest;
import dev.tollgate.contract.billing.v1.LeaseAnswers;
import dev.tollgate.contract.billing.v1.LeaseAnswers.LeaseAnswer;
import dev.tollgate.contract.billing.v1.LeaseAnswers.Refusal;
import dev.tollgate.contract.billing.v1.LeaseAnswers.RefusalReason;
import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import dev.tollgate.contract.billing.v1.UsageAnswer;
import dev.tollgate.contract.billing.v1.UsageBatch;
import dev.tollgate.contract.billing.v1.UsageFrame;
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
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Billing's lease, usage and epoch contract over real HTTP, with one pot of credit per account.
final class BillingStub implements AutoCloseable {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    final Map<String, Long> free = new HashMap<>();
    final List<UsageFrame> frames = new CopyOnWriteArrayList<>();
    final AtomicInteger leaseCalls = new AtomicInteger();
    /// The next so many answers are computed, kept and lost.
    final AtomicInteger lose = new AtomicInteger();
    volatile boolean down;

    private final Map<String, LeaseAnswer> last = new HashMap<>();
    private final Map<String, Long> granted = new HashMap<>();
    private final HttpServer server;

    BillingStub(String url) {
        try {
            server = HttpServer.create(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), URI.create(url).getPort()),
                    50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext(InternalPaths.EDGES, this::epoch);
        server.createContext(InternalPaths.LEASES, this::leases);
        server.createContext(InternalPaths.USAGE, exchange -> {
            try {
                usage(exchange);
            } catch (IOException e) {
                java.util.logging.Logger.getLogger("billing-stub").warning(e.toString() + e.getCause());
                throw e;
            }
        });
        server.start();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void epoch(HttpExchange exchange) throws IOException {
        JSON.readValue(exchange.getRequestBody().readAllBytes(), EpochRequest.class);
        answer(exchange, new EdgeEpoch("edge", 1, System.currentTimeMillis()));
    }

    private void usage(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        UsageBatch batch;
        try {
            batch = JSON.readValue(body, UsageBatch.class);
        } catch (IOException e) {
            throw new IOException("not a batch: " + new String(body, java.nio.charset.StandardCharsets.UTF_8), e);
        }
        frames.addAll(batch.frames());
        answer(
                exchange,
                new UsageAnswer(batch.frames().stream()
                        .map(frame -> UsageAnswer.Result.POSTED)
                        .toList()));
    }

    private void leases(HttpExchange exchange) throws IOException {
        leaseCalls.incrementAndGet();
        LeaseAsks asks = JSON.readValue(exchange.getRequestBody().readAllBytes(), LeaseAsks.class);
        if (down) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
        LeaseAnswers answers = decide(asks);
        if (lose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.close();
            return;
        }
        answer(exchange, answers);
    }

    private synchronized LeaseAnswers decide(LeaseAsks asks) {
        return new LeaseAnswers(
                System.currentTimeMillis(),
                asks.asks().stream().map(this::decide).toList());
    }

    private LeaseAnswer decide(LeaseAsk ask) {
        LeaseAnswer before = last.get(ask.accountId());
        if (before != null && before.askNumber() == ask.askNumber()) {
            return before;
        }
        long left = free.getOrDefault(ask.accountId(), 0L) + ask.giveBack();
        List<Long> grants = new ArrayList<>();
        Refusal refusal = null;
        for (Need need : ask.needs()) {
            long grant = need.bound() <= left ? need.bound() : need.least() <= left ? left : 0;
            left -= grant;
            grants.add(grant);
            refusal = grant > 0 ? refusal : new Refusal(RefusalReason.INSUFFICIENT_BALANCE, false, null, 0);
        }
        long surplus = Math.min(ask.surplus(), left / 20);
        left -= surplus;
        free.put(ask.accountId(), left);
        long sum = surplus + grants.stream().mapToLong(Long::longValue).sum();
        granted.merge(ask.accountId(), sum, Long::sum);
        LeaseAnswer answer = new LeaseAnswer(
                ask.accountId(),
                ask.limitIds(),
                ask.askNumber(),
                grants,
                surplus,
                granted.getOrDefault(ask.accountId(), 0L),
                0,
                0,
                60_000,
                660_000,
                left,
                refusal != null,
                refusal);
        last.put(ask.accountId(), answer);
        return answer;
    }

    private static void answer(HttpExchange exchange, Object body) throws IOException {
        byte[] json = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(200, json.length);
        exchange.getResponseBody().write(json);
        exchange.close();
    }
}
