package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.provider.spi.Failure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// The health of each deployment, as this edge has seen it. Bounded by the catalogue: forgotten when its
/// deployments are.
@Startup
@Singleton
public class DeploymentHealth {
    private static final int KNOWN_MAX = 100_000;

    private final ConcurrentMap<String, Health> known = new ConcurrentHashMap<>();
    private final DispatchConfig config;

    DeploymentHealth(DispatchConfig config, MeterRegistry registry) {
        this.config = config;
        Gauge.builder("tollgate.edge.deployments.unhealthy", known, DeploymentHealth::unhealthy)
                .description("Deployments that this edge leaves alone: their breaker is open, or they cool down")
                .register(registry);
    }

    /// Whether a deployment may be tried now.
    public boolean allows(String deployment) {
        Health health = known.get(deployment);
        return health == null || health.allows(now());
    }

    /// Asked right before an attempt. Who gets [Turn#PROBE] owes a verdict or [#released].
    Turn turn(String deployment) {
        if (known.get(deployment) == null) {
            return Turn.FREE;
        }
        long now = now();
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
        if (known.containsKey(deployment)) {
            known.computeIfPresent(deployment, (id, health) -> well(health));
        }
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
            Health health = known.get(target.id());
            if (health != null && !health.allows(now)) {
                least = Math.min(least, health.closedUntil() - now);
            }
        }
        return least == Long.MAX_VALUE ? 0 : least;
    }

    private static @Nullable Health well(Health health) {
        Health next = health.afterSuccess(now());
        return next.equals(Health.GOOD) ? null : next;
    }

    private Health worse(Health health, long now) {
        return health.afterFailure(
                now, config.breakerFailures(), config.breakerDelay().toMillis());
    }

    private static double unhealthy(ConcurrentMap<String, Health> known) {
        long now = now();
        return known.values().stream().filter(health -> !health.allows(now)).count();
    }

    private static long now() {
        return System.nanoTime() / 1_000_000L;
    }
}
