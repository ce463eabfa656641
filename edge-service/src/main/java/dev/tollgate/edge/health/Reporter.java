package dev.tollgate.edge.health;

import dev.tollgate.contract.routing.v1.HealthReport;
import dev.tollgate.contract.routing.v1.HealthReport.Seen;
import dev.tollgate.contract.routing.v1.HealthVerdicts;
import dev.tollgate.contract.routing.v1.HealthVerdicts.Verdict;
import dev.tollgate.edge.aside.Probes;
import dev.tollgate.edge.dispatch.DeploymentHealth;
import dev.tollgate.edge.dispatch.Sighting;
import dev.tollgate.edge.dispatch.Told;
import dev.tollgate.edge.peers.EdgeIdentity;
import dev.tollgate.edge.peers.PeerCalls;
import dev.tollgate.edge.peers.RoutingPeer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Tells routing what this edge sees of its deployments, and takes over what others see. One call at a time, on an
/// event loop of its own; a report that is lost is not repeated, since states are told again.
@Startup
@Singleton
class Reporter {
    private static final Logger LOG = Logger.getLogger(Reporter.class);
    /// A verdict on breakers outlives so many questions that went unanswered.
    private static final int OPEN_OUTLIVES = 4;

    private static final long NEWS_GATHER_MILLIS = 20;

    private final Vertx vertx;
    private final Context context;
    private final HealthConfig config;
    private final DeploymentHealth health;
    private final RoutingPeer routing;
    private final EdgeIdentity identity;
    private final Probes probes;
    private final HealthMetrics metrics;
    private final Map<String, Track> tracks = new HashMap<>();
    private final Map<String, Long> resets = new HashMap<>();
    private long look;
    private long countedAt;
    private boolean newsToCome;
    private boolean asking;
    private boolean askAgain;
    private boolean failing;
    private boolean stopped;
    private long timer = -1;

    Reporter(
            Vertx vertx,
            HealthConfig config,
            DeploymentHealth health,
            RoutingPeer routing,
            EdgeIdentity identity,
            Probes probes,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.config = config;
        this.health = health;
        this.routing = routing;
        this.identity = identity;
        this.probes = probes;
        this.metrics = new HealthMetrics(registry);
    }

    @PostConstruct
    void start() {
        context.runOnContext(ignored -> {
            // What can be told is told with the first report.
            countedAt = nowMillis() - config.countsInterval().toMillis();
            timer = vertx.setPeriodic(config.interval().toMillis(), tick -> report());
        });
        health.onNews(() -> context.runOnContext(ignored -> news()));
    }

    @PreDestroy
    void stop() {
        health.onNews(() -> {});
        context.runOnContext(ignored -> {
            stopped = true;
            vertx.cancelTimer(timer);
        });
    }

    /// What comes at once is told at once, but not one by one.
    private void news() {
        if (!newsToCome && !stopped) {
            newsToCome = true;
            vertx.setTimer(NEWS_GATHER_MILLIS, tick -> {
                newsToCome = false;
                report();
            });
        }
    }

    private void report() {
        if (stopped) {
            return;
        }
        boolean counts = see();
        String edge = identity.id();
        if (!config.shared() || edge == null) {
            return;
        }
        if (asking) {
            askAgain = true;
            return;
        }
        asking = true;
        long asked = nowMillis();
        HealthReport report = new HealthReport(edge, toTell(counts, asked), counts ? probes.wanted() : List.of());
        // A fresh duplicated context on the same event loop: tracing and the client keep per-call state there.
        VertxContext.createNewDuplicatedContext(context)
                .runOnContext(ignored -> PeerCalls.start(routing.healthReport(report))
                        .onComplete(
                                verdicts -> context.runOnContext(here -> heard(verdicts, asked, counts)),
                                failure -> context.runOnContext(here -> failed(failure))));
    }

    /// @return whether it is time to tell the counts
    private boolean see() {
        long now = nowMillis();
        probes.takeProven().forEach(id -> tracks.computeIfAbsent(id, one -> new Track(one, now))
                .proven(now));
        for (Sighting sighting : health.sightings()) {
            tracks.computeIfAbsent(sighting.deployment(), id -> new Track(id, now))
                    .see(sighting, look, now);
        }
        if (now - countedAt < config.countsInterval().toMillis()) {
            return false;
        }
        countedAt = now;
        look++;
        metrics.show(tracks.values());
        tracks.values().forEach(track -> track.turn(look));
        return true;
    }

    private List<Seen> toTell(boolean counts, long now) {
        return tracks.values().stream()
                .filter(track -> counts ? track.isOfInterest() : track.hasNews())
                .limit(config.reportMax())
                .map(track -> track.tell(now))
                .toList();
    }

    private void heard(HealthVerdicts verdicts, long asked, boolean counts) {
        Map<String, Told> told = new HashMap<>();
        long outlives = config.interval().toMillis() * OPEN_OUTLIVES;
        for (Verdict verdict : verdicts.deployments()) {
            long open = Math.min(verdict.openMillis(), outlives);
            told.put(
                    verdict.deployment(),
                    new Told(
                            verdict.coolingMillis() > 0 ? asked + verdict.coolingMillis() : 0,
                            open > 0 ? asked + open : 0));
            if (verdict.provenMillis() != null) {
                health.proven(verdict.deployment(), nowMillis() - asked + verdict.provenMillis());
            }
            reset(verdict);
        }
        health.told(told);
        if (counts) {
            probes.lent(verdicts.probes(), asked + verdicts.probeMillis());
        }
        if (failing) {
            LOG.info("the health of deployments is shared again");
        }
        failing = false;
        metrics.reported(true);
        ended();
    }

    /// Once for each time that an operator asks.
    private void reset(Verdict verdict) {
        Long number = verdict.reset();
        if (number != null && !number.equals(resets.put(verdict.deployment(), number))) {
            health.reset(verdict.deployment());
        }
    }

    private void failed(Throwable failure) {
        if (!failing && !stopped) {
            LOG.warnf("the health of deployments is not shared, each edge judges for itself: %s", failure.toString());
        }
        failing = true;
        metrics.reported(false);
        ended();
    }

    private void ended() {
        asking = false;
        if (askAgain) {
            askAgain = false;
            report();
        }
    }

    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
