package dev.tollgate.edge.permit;

import dev.tollgate.contract.ratelimit.v1.ConcurrencyRenewal;
import dev.tollgate.contract.ratelimit.v1.ConcurrencyRenewal.Held;
import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.PermitAsk;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections.Correction;
import dev.tollgate.contract.ratelimit.v1.SliceAnswers;
import dev.tollgate.contract.ratelimit.v1.SliceAsks;
import dev.tollgate.contract.ratelimit.v1.SliceAsks.SliceAsk;
import dev.tollgate.contract.ratelimit.v1.SliceReturns;
import dev.tollgate.contract.ratelimit.v1.SliceReturns.SliceReturn;
import dev.tollgate.edge.peers.EdgeIdentity;
import dev.tollgate.edge.peers.PeerCalls;
import dev.tollgate.edge.peers.RatelimitPeer;
import dev.tollgate.edge.trace.TraceParent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// All that permits share: the pools of slices, what is to be told the service, and whether it is there. One timer
/// ends slices, sends reports and renews; at shutdown all that is held is given back.
@Singleton
class Pools {
    private static final Logger LOG = Logger.getLogger(Pools.class);
    private static final long TICK_GAP_NANOS = 1_000_000_000L;
    private static final long SHUTDOWN_SECONDS = 3;
    private static final int RENEWALS_MAX = 50_000;

    private final Vertx vertx;
    private final Context context;
    private final PermitConfig config;
    private final RatelimitPeer peer;
    private final EdgeIdentity identity;
    private final PermitMetrics metrics;
    private final Holds holds;
    private final Reports reports;
    private final Degraded degraded;
    private final SliceAsker asker;
    private final Map<Check.Window, Pool> pools = new ConcurrentHashMap<>();
    private volatile boolean away;
    private volatile boolean renewNow;
    private volatile int edges = 1;
    private long tickNanos = System.nanoTime();
    private long renewNanos = System.nanoTime();
    private long timer = -1;

    Pools(Vertx vertx, PermitConfig config, RatelimitPeer peer, EdgeIdentity identity, MeterRegistry registry) {
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.config = config;
        this.peer = peer;
        this.identity = identity;
        this.metrics = new PermitMetrics(registry, () -> away ? 1 : 0, () -> edges);
        this.reports = new Reports(config, this::correct, this::giveBack, metrics.dropped::increment);
        this.holds = new Holds(reports::add, Pool.nanos(config.slotsLost()));
        this.degraded = new Degraded(config.subjectsMax());
        this.asker = new SliceAsker(context, this::slices);
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(config.flushEvery().toMillis(), ignored -> context.runOnContext(here -> tick()));
    }

    PermitMetrics metrics() {
        return metrics;
    }

    Holds holds() {
        return holds;
    }

    Reports reports() {
        return reports;
    }

    Degraded degraded() {
        return degraded;
    }

    int edges() {
        return edges;
    }

    String edgeId() {
        String id = identity.id();
        return id == null ? "unnamed" : id;
    }

    /// Null when there are too many: the limit is then asked for per request.
    @Nullable
    Pool of(Check check) {
        Pool known = pools.get(check.window());
        if (known != null || pools.size() >= config.subjectsMax()) {
            return known;
        }
        return pools.computeIfAbsent(
                check.window(),
                window -> window.dimension() == Dimension.CONCURRENCY
                        ? new SlotPool(window, asker::ask, holds)
                        : new SlicePool(window, asker::ask, reports::add));
    }

    Future<PermitAnswer> ask(PermitAsk ask) {
        return call(metrics.asks, () -> peer.ask(ask)).onSuccess(answer -> isThere(answer.edges()));
    }

    void isAway(Throwable failure) {
        if (!away) {
            LOG.warnf("ratelimit is away, limits are judged here: %s", failure.toString());
        }
        away = true;
    }

    private void isThere(int seen) {
        if (away) {
            LOG.info("ratelimit is back");
            // It may have forgotten permits that are held: others must not get them for ten seconds more.
            renewNow = true;
        }
        away = false;
        edges = Math.max(1, seen);
    }

    private Future<SliceAnswers> slices(List<SliceAsk> asks) {
        return call(metrics.sliceAsks, () -> peer.slices(new SliceAsks(edgeId(), asks)))
                .onSuccess(answers -> isThere(answers.edges()));
    }

    private Future<Void> correct(List<Correction> corrections) {
        return call(metrics.corrections, () -> peer.correct(new PermitCorrections(edgeId(), corrections)));
    }

    private Future<Void> giveBack(List<SliceReturn> returns) {
        return call(metrics.returns, () -> peer.giveBack(new SliceReturns(edgeId(), returns)));
    }

    /// On a fresh duplicated context of one event loop: tracing and the client keep per-call state there.
    private <T> Future<T> call(Counter counter, Supplier<Uni<T>> call) {
        counter.increment();
        Promise<T> promise = Promise.promise();
        TraceParent trace = TraceParent.current();
        VertxContext.createNewDuplicatedContext(context)
                .runOnContext(ignored -> trace.adopt(() ->
                        PeerCalls.start(Uni.createFrom().<T>deferred(call::get)).onComplete(promise)));
        return promise.future();
    }

    private void tick() {
        long now = System.nanoTime();
        boolean jumped = now - tickNanos > TICK_GAP_NANOS;
        tickNanos = now;
        pools.values().forEach(pool -> pool.sweep(now, jumped));
        pools.values().removeIf(pool -> pool.isIdle(now, Pool.nanos(config.idleAfter())));
        reports.flush();
        if (jumped || renewNow || now - renewNanos >= Pool.nanos(config.renewEvery())) {
            renewNow = false;
            renewNanos = now;
            degraded.sweep(now);
            renew(holds.all(), now);
        }
    }

    private void renew(List<Held> all, long began) {
        for (int from = 0; from < all.size(); from += RENEWALS_MAX) {
            List<Held> some = all.subList(from, Math.min(all.size(), from + RENEWALS_MAX));
            call(metrics.renewals, () -> peer.renew(new ConcurrencyRenewal(edgeId(), some)))
                    .onSuccess(ignored -> holds.renewed(began))
                    .onFailure(failure -> LOG.warnf("concurrency permits are not renewed: %s", failure.toString()));
        }
    }

    /// Blocks the shutdown until what is held is given back, for some seconds at most.
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        vertx.cancelTimer(timer);
        long now = System.nanoTime();
        pools.values().forEach(pool -> pool.sweep(now, true));
        holds.all().forEach(held -> holds.release(held.requestId(), held.subject()));
        long until = now + TimeUnit.SECONDS.toNanos(SHUTDOWN_SECONDS);
        try {
            while (!reports.isEmpty() && System.nanoTime() < until) {
                reports.flush().toCompletionStage().toCompletableFuture().get(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("permits that are held lapse by themselves: %s", e.toString());
        }
    }
}
