package dev.tollgate.edge.aside;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.routing.v1.Catalogue.Probe;
import dev.tollgate.edge.catalogue.Snapshots;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.dispatch.Aside;
import dev.tollgate.edge.dispatch.AsideAsk;
import dev.tollgate.edge.dispatch.DeploymentHealth;
import dev.tollgate.edge.dispatch.Dispatcher;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Operation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Asks after the health of the deployments that were lent to this edge to probe, so that one that was ill is found
/// well without a customer's request, and one that is idle is known before it is needed.
@Startup
@Singleton
public class Probes {
    private static final Logger LOG = Logger.getLogger(Probes.class);
    private static final String PROBE = "probe";
    private static final long LOOK_MILLIS = 250;
    private static final long MODEL_BOUND = 16;
    /// It names what a path that is not there, or not for us, answers: nothing about health.
    private static final Set<Integer> NO_SUCH_PATH = Set.of(401, 403, 404, 405);

    private final Vertx vertx;
    private final Context context;
    private final AsideConfig config;
    private final Snapshots snapshots;
    private final Dispatcher dispatcher;
    private final DeploymentHealth health;
    private final HouseBooks books;
    private final MeterRegistry registry;
    private final ConcurrentMap<String, Boolean> proven = new ConcurrentHashMap<>();
    /// Until when, on the monotonic clock, this edge probes a deployment.
    private volatile Map<String, Long> lent = Map.of();
    /// The rest is touched on the context only.
    private final Map<String, Long> nextAt = new HashMap<>();
    private long timer = -1;

    Probes(
            Vertx vertx,
            AsideConfig config,
            Snapshots snapshots,
            Dispatcher dispatcher,
            DeploymentHealth health,
            HouseBooks books,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.config = config;
        this.snapshots = snapshots;
        this.dispatcher = dispatcher;
        this.health = health;
        this.books = books;
        this.registry = registry;
    }

    @PostConstruct
    void start() {
        context.runOnContext(here -> timer = vertx.setPeriodic(LOOK_MILLIS, tick -> look()));
    }

    @PreDestroy
    void stop() {
        context.runOnContext(here -> vertx.cancelTimer(timer));
    }

    /// The deployments that this edge would probe.
    public List<String> wanted() {
        return snapshots.ready()
                ? snapshots.current().probed().stream().map(Target::id).toList()
                : List.of();
    }

    /// These are this edge's to probe, and no other's.
    ///
    /// @param untilMillis on the monotonic clock
    public void lent(List<String> deployments, long untilMillis) {
        Map<String, Long> now = new HashMap<>();
        deployments.forEach(id -> now.put(id, untilMillis));
        lent = Map.copyOf(now);
    }

    /// Those that were found well since this was asked last.
    public Set<String> takeProven() {
        Set<String> taken = Set.copyOf(proven.keySet());
        proven.keySet().removeAll(taken);
        return taken;
    }

    private void look() {
        Map<String, Long> mine = lent;
        nextAt.keySet().retainAll(mine.keySet());
        if (mine.isEmpty() || !snapshots.ready()) {
            return;
        }
        long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        for (Target target : snapshots.current().probed()) {
            Probe probe = target.deployment().probe();
            boolean isMine = mine.getOrDefault(target.id(), Long.MIN_VALUE) > now;
            if (probe != null && isMine && nextAt.getOrDefault(target.id(), now) <= now) {
                nextAt.put(target.id(), now + Math.max(probe.intervalMillis(), probe.timeoutMillis()));
                if (!health.isCooling(target.id())) {
                    probe(target, probe);
                }
            }
        }
    }

    private void probe(Target target, Probe probe) {
        ProbeChat chat = new ProbeChat(target.deployment().upstreamModel());
        dispatcher
                .aside(new AsideAsk(
                        target,
                        chat,
                        1L,
                        MODEL_BOUND,
                        probe.path(),
                        probe.timeoutMillis(),
                        config.answerMax().asLongValue()))
                .onSuccess(aside -> judge(target, probe, aside));
    }

    private void judge(Target target, Probe probe, Aside aside) {
        Quantities usage = aside.usage();
        books.book(PROBE, Operation.CHAT.label(), false, aside, usage == null ? Quantities.NONE : usage, false);
        Failure failure = aside.failure();
        if (failure == null || failure instanceof Failure.CallersFault) {
            // It answers, and knows us: that it finds something wrong with so small a question is our own matter.
            count("ok");
            proven.put(target.id(), true);
            health.probed(target.id(), null);
        } else if (saysNothing(failure, probe)) {
            count("no_verdict");
            LOG.warnf("the probe of %s says nothing of its health: %s", target.id(), failure.label());
        } else {
            count("failed");
            health.probed(target.id(), failure);
        }
    }

    private static boolean saysNothing(Failure failure, Probe probe) {
        return !failure.wasAsked()
                || (probe.path() != null
                        && failure instanceof Failure.Rejected(int status)
                        && NO_SUCH_PATH.contains(status));
    }

    private void count(String result) {
        Counter.builder("tollgate.edge.probes")
                .description("Probes of deployments by this edge")
                .tag("result", result)
                .register(registry)
                .increment();
    }
}
