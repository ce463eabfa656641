package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.provider.spi.Failure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The health of each deployment, as this edge has seen it. Bounded by the catalogue: forgotten when its
/// deployments are.
@Startup
@ApplicationScoped
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

    void succeeded(String deployment) {
        if (known.containsKey(deployment)) {
            known.computeIfPresent(deployment, (id, health) -> {
                Health next = health.afterSuccess();
                return next.equals(Health.GOOD) ? null : next;
            });
        }
    }

    void failed(String deployment, Failure failure) {
        if (known.size() >= KNOWN_MAX) {
            known.clear();
        }
        long now = now();
        known.compute(deployment, (id, before) -> {
            Health health = before == null ? Health.GOOD : before;
            return switch (failure) {
                case Failure.CallersFault fault -> before;
                case Failure.RateLimited(long millis) ->
                    health.cooling(now, millis > 0 ? millis : config.cooldown().toMillis());
                case Failure.Rejected rejected -> worse(health, now);
                case Failure.Broken broken -> worse(health, now);
                case Failure.Unreadable unreadable -> worse(health, now);
                case Failure.TimedOut timedOut -> worse(health, now);
            };
        });
    }

    /// The shortest time until one of them may be tried again, in milliseconds; 0 when one may be now.
    long retryAfterMillis(List<String> deployments) {
        long now = now();
        return deployments.stream()
                .mapToLong(id -> Math.max(0, known.getOrDefault(id, Health.GOOD).closedUntil() - now))
                .min()
                .orElse(0);
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
