package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.provider.spi.Failure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The health of each deployment: as this edge has seen it, and what others' sightings add to that. Bounded: should
/// catalogues ever have named that many deployments, all is forgotten.
@Startup
@Singleton
public class DeploymentHealth {
    private static final int KNOWN_MAX = 100_000;

    private final ConcurrentMap<String, Health> known = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Tally> tallies = new ConcurrentHashMap<>();
    private final DispatchConfig config;
    private final LongSupplier millis;
    private volatile Map<String, Told> others = Map.of();
    private volatile Runnable onNews = () -> {};

    @Inject
    DeploymentHealth(DispatchConfig config, MeterRegistry registry) {
        this(config, registry, () -> System.nanoTime() / 1_000_000L);
    }

    /// @param millis the monotonic clock
    DeploymentHealth(DispatchConfig config, MeterRegistry registry, LongSupplier millis) {
        this.config = config;
        this.millis = millis;
        Gauge.builder("tollgate.edge.deployments.unhealthy", this, DeploymentHealth::unhealthy)
                .description("Deployments that this edge leaves alone: their breaker is open, or they cool down")
                .register(registry);
    }

    /// Whether a deployment may be tried now.
    public boolean allows(String deployment) {
        return closedUntil(deployment) <= now();
    }

    /// What this edge has seen since it was last asked, of each deployment that was used or is left alone. The
    /// counts begin anew.
    public List<Sighting> sightings() {
        long now = now();
        return tallies.entrySet().stream()
                .map(entry -> sighting(entry.getKey(), entry.getValue(), now))
                .toList();
    }

    /// What others have seen, in place of what they had before.
    public void told(Map<String, Told> verdicts) {
        others = Map.copyOf(verdicts);
    }

    /// An active probe elsewhere found it well: if that is newer than what this edge holds against it, the next
    /// request may see for itself.
    public void proven(String deployment, long agoMillis) {
        long now = now();
        known.computeIfPresent(
                deployment,
                (id, health) ->
                        health.proven(now - agoMillis, config.breakerDelay().toMillis()));
    }

    /// What came of a probe of this edge's own. It counts as no attempt where it went well.
    public void probed(String deployment, @Nullable Failure failure) {
        if (failure == null) {
            tally(deployment);
            recovered(deployment);
        } else {
            failed(deployment, failure);
        }
    }

    /// Whether its provider asked anyone of us to leave it alone.
    public boolean isCooling(String deployment) {
        long now = now();
        Health health = known.get(deployment);
        Told told = others.get(deployment);
        return (health != null && health.coolingUntil() > now) || (told != null && told.coolingUntil() > now);
    }

    /// Forgets what is held against it.
    public void reset(String deployment) {
        known.remove(deployment);
    }

    /// Calls back, from any thread, when a breaker has opened or closed or a provider wants to be left alone.
    public void onNews(Runnable listener) {
        onNews = listener;
    }

    /// Asked right before an attempt. Who gets [Turn#PROBE] owes a verdict or [#released].
    Turn turn(String deployment) {
        long now = now();
        if (closedUntil(deployment) > now) {
            return Turn.NOT_NOW;
        }
        if (known.get(deployment) == null) {
            return Turn.FREE;
        }
        Turn[] turn = {Turn.FREE};
        known.computeIfPresent(deployment, (id, health) -> {
            if (!health.allows(now)) {
                turn[0] = Turn.NOT_NOW;
            } else if (health.needsProbe(config.breakerFailures())) {
                turn[0] = Turn.PROBE;
                return health.probing(now, config.probeMax().toMillis());
            }
            return health;
        });
        return turn[0];
    }

    /// A probe ended without a verdict.
    void released(String deployment) {
        known.computeIfPresent(deployment, (id, health) -> health.released());
    }

    void succeeded(String deployment) {
        tally(deployment).succeeded();
        recovered(deployment);
    }

    /// It answers, whatever becomes of the attempt that has shown it.
    void recovered(String deployment) {
        Health before = known.get(deployment);
        if (before != null) {
            known.computeIfPresent(deployment, (id, health) -> well(health));
            tellOf(before.needsProbe(config.breakerFailures()));
        }
    }

    /// The answer's head has come.
    void answered(String deployment, long millis) {
        tally(deployment).firstByte(millis);
    }

    void failed(String deployment, Failure failure) {
        if (known.size() >= KNOWN_MAX) {
            known.clear();
        }
        if (!failure.wasAsked()) {
            // It was never asked.
            released(deployment);
            return;
        }
        tally(deployment).failed(failure);
        boolean wasOpen = isOpen(deployment);
        judge(deployment, failure);
        tellOf(failure instanceof Failure.RateLimited || isOpen(deployment) != wasOpen);
    }

    private void judge(String deployment, Failure failure) {
        long now = now();
        known.compute(deployment, (id, before) -> {
            Health health = before == null ? Health.GOOD : before;
            return switch (failure) {
                // It answered, and in order: as good as a success.
                case Failure.CallersFault fault -> well(health);
                case Failure.Unsupported unsupported -> health;
                case Failure.Unfetched unfetched -> health;
                case Failure.RateLimited(long millis) ->
                    health.cooling(now, millis > 0 ? millis : config.cooldown().toMillis());
                case Failure.Rejected rejected -> worse(health, now);
                case Failure.Broken broken -> worse(health, now);
                case Failure.Unreadable unreadable -> worse(health, now);
                case Failure.TimedOut timedOut -> worse(health, now);
            };
        });
    }

    /// The shortest wait that is known of any of them, in milliseconds; 0 when none is to be waited for.
    long retryAfterMillis(List<Target> targets) {
        long now = now();
        long least = Long.MAX_VALUE;
        for (Target target : targets) {
            long until = closedUntil(target.id());
            if (until > now) {
                least = Math.min(least, until - now);
            }
        }
        return least == Long.MAX_VALUE ? 0 : least;
    }

    private @Nullable Health well(Health health) {
        Health next = health.afterSuccess(now());
        return next.equals(Health.GOOD) ? null : next;
    }

    private Health worse(Health health, long now) {
        return health.afterFailure(
                now, config.breakerFailures(), config.breakerDelay().toMillis());
    }

    private Sighting sighting(String deployment, Tally tally, long now) {
        Health health = known.getOrDefault(deployment, Health.GOOD);
        return new Sighting(
                deployment,
                health.needsProbe(config.breakerFailures()),
                Math.max(0, health.openUntil() - now),
                Math.max(0, health.coolingUntil() - now),
                tally.why(),
                tally.takeAttempts(),
                tally.takeFailures(),
                tally.firstByte());
    }

    private Tally tally(String deployment) {
        Tally tally = tallies.get(deployment);
        if (tally != null) {
            return tally;
        }
        if (tallies.size() >= KNOWN_MAX) {
            tallies.clear();
        }
        return tallies.computeIfAbsent(deployment, id -> new Tally());
    }

    private long closedUntil(String deployment) {
        Health health = known.get(deployment);
        long own = health == null ? Long.MIN_VALUE : health.closedUntil();
        Map<String, Told> heard = others;
        Told told = heard.isEmpty() ? null : heard.get(deployment);
        return told == null
                ? own
                : Math.max(own, told.closedUntil(health != null && health.needsProbe(config.breakerFailures())));
    }

    private boolean isOpen(String deployment) {
        Health health = known.get(deployment);
        return health != null && health.needsProbe(config.breakerFailures());
    }

    private void tellOf(boolean isNews) {
        if (isNews) {
            onNews.run();
        }
    }

    private double unhealthy() {
        Set<String> all = new HashSet<>(known.keySet());
        all.addAll(others.keySet());
        return all.stream().filter(id -> !allows(id)).count();
    }

    private long now() {
        return millis.getAsLong();
    }
}
