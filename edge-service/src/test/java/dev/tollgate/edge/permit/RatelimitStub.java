package dev.tollgate.edge.permit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.ratelimit.v1.ConcurrencyRenewal;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.PermitAsk;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections;
import dev.tollgate.contract.ratelimit.v1.SliceAnswers;
import dev.tollgate.contract.ratelimit.v1.SliceAsks;
import dev.tollgate.contract.ratelimit.v1.SliceReturns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/// The ratelimit service's contract over real HTTP, strict: what the service would refuse is a 400 and is noted.
@NullUnmarked
final class RatelimitStub implements AutoCloseable {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    final List<PermitAsk> asks = new CopyOnWriteArrayList<>();
    final List<SliceAsks.SliceAsk> slices = new CopyOnWriteArrayList<>();
    final List<PermitCorrections.Correction> corrections = new CopyOnWriteArrayList<>();
    final List<SliceReturns.SliceReturn> returns = new CopyOnWriteArrayList<>();
    final List<ConcurrencyRenewal.Held> renewals = new CopyOnWriteArrayList<>();
    final List<String> violations = new CopyOnWriteArrayList<>();
    volatile PermitAnswer.@Nullable Refusal refusal;
    volatile long sliceRoom = Long.MAX_VALUE;
    volatile int status = 200;
    /// Most requests under way that have a concurrency limit.
    volatile int slots = Integer.MAX_VALUE;

    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    /// Slices are held back so long.
    volatile long sliceDelayMillis;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    RatelimitStub(String url) {
        try {
            server = HttpServer.create(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), URI.create(url).getPort()),
                    100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        on(InternalPaths.PERMITS, PermitAsk.class, this::judge);
        on(InternalPaths.PERMIT_CORRECTIONS, PermitCorrections.class, body -> {
            corrections.addAll(body.corrections());
            body.corrections().stream()
                    .filter(one -> !one.release().isEmpty())
                    .forEach(one -> underWay.remove(one.requestId()));
            return null;
        });
        on(InternalPaths.PERMIT_RENEWALS, ConcurrencyRenewal.class, body -> {
            renewals.addAll(body.held());
            return null;
        });
        on(InternalPaths.SLICES, SliceAsks.class, this::grant);
        on(InternalPaths.SLICE_RETURNS, SliceReturns.class, body -> {
            returns.addAll(body.returns());
            return null;
        });
        server.start();
    }

    private PermitAnswer judge(PermitAsk ask) {
        asks.add(ask);
        List<PermitAnswer.Window> windows = ask.checks().stream()
                .filter(check -> check.limits().rpm() != null)
                .map(check -> new PermitAnswer.Window(
                        check.subject(),
                        dev.tollgate.contract.ratelimit.v1.Dimension.RPM,
                        check.limits().rpm(),
                        check.limits().rpm() - 1,
                        60_000))
                .toList();
        return new PermitAnswer(refusal == null ? ofConcurrency(ask) : refusal, windows, 3);
    }

    private synchronized PermitAnswer.@Nullable Refusal ofConcurrency(PermitAsk ask) {
        for (PermitAsk.LimitCheck check : ask.checks()) {
            if (check.limits().concurrency() != null) {
                if (underWay.size() >= slots) {
                    return new PermitAnswer.Refusal(
                            check.subject(),
                            dev.tollgate.contract.ratelimit.v1.Dimension.CONCURRENCY,
                            check.limits().concurrency(),
                            1_000);
                }
                underWay.add(ask.requestId());
            }
        }
        return null;
    }

    private SliceAnswers grant(SliceAsks asks) {
        if (sliceDelayMillis > 0) {
            LockSupport.parkNanos(sliceDelayMillis * 1_000_000);
        }
        return grantNow(asks);
    }

    private synchronized SliceAnswers grantNow(SliceAsks asks) {
        slices.addAll(asks.asks());
        return new SliceAnswers(
                asks.asks().stream()
                        .map(ask -> {
                            long granted = Math.min(ask.amount(), sliceRoom);
                            sliceRoom -= granted;
                            return new SliceAnswers.SliceAnswer(
                                    ask.sliceId(),
                                    granted,
                                    200,
                                    Math.min(1_000, sliceRoom),
                                    61_000,
                                    granted < ask.waiting() ? 7_000 : 0);
                        })
                        .toList(),
                3);
    }

    private <T> void on(String path, Class<T> type, Function<T, @Nullable Object> answer) {
        server.createContext(path, exchange -> {
            boolean known = "POST".equals(exchange.getRequestMethod())
                    && path.equals(exchange.getRequestURI().getPath())
                    && "test-internal-token".equals(exchange.getRequestHeaders().getFirst(Headers.INTERNAL_TOKEN));
            if (!known) {
                violations.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            }
            if (status != 200 || !known) {
                send(exchange, known ? status : 400, new byte[0]);
                return;
            }
            try {
                Object body = answer.apply(JSON.readValue(exchange.getRequestBody(), type));
                send(exchange, body == null ? 204 : 200, body == null ? new byte[0] : JSON.writeValueAsBytes(body));
            } catch (IOException e) {
                violations.add(e.toString());
                send(exchange, 400, new byte[0]);
            }
        });
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
