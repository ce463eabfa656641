package dev.tollgate.routing.catalogue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The catalogue, seen from outside.
@Startup
@ApplicationScoped
class CatalogueMetrics {
    private final MeterRegistry registry;
    private final AtomicInteger problems = new AtomicInteger();
    private final AtomicInteger conflicts = new AtomicInteger();
    private volatile @Nullable InForce serving;

    CatalogueMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("tollgate.routing.catalogue.problems", problems, AtomicInteger::get)
                .description("Problems of the file on disk; 0 when it is in force")
                .register(registry);
        Gauge.builder("tollgate.routing.catalogue.conflicts", conflicts, AtomicInteger::get)
                .description("Managed objects that have no effect; the catalogue's status names them")
                .register(registry);
        Gauge.builder("tollgate.routing.catalogue.revision", this, m -> m.revision())
                .description("The revision of the snapshot that is served; 0 for none")
                .register(registry);
        Gauge.builder("tollgate.routing.catalogue.models", this, m -> m.models())
                .description("Models of the snapshot that is served")
                .register(registry);
        Gauge.builder("tollgate.routing.catalogue.deployments.unconfigured", this, m -> m.unconfigured())
                .description("Deployments that lack a credential")
                .register(registry);
        for (String result : new String[] {"applied", "invalid", "failed"}) {
            Counter.builder("tollgate.routing.catalogue.loads")
                    .description("Files and secrets taken, refused, or not storable")
                    .tag("result", result)
                    .register(registry);
        }
    }

    /// @param result `applied`, `invalid` or `failed`
    void loaded(String result) {
        registry.counter("tollgate.routing.catalogue.loads", "result", result).increment();
    }

    void problems(int count) {
        problems.set(count);
    }

    void conflicts(int count) {
        conflicts.set(count);
    }

    void serving(InForce now) {
        serving = now;
    }

    private double revision() {
        InForce now = serving;
        return now == null ? 0 : now.revision();
    }

    private double models() {
        InForce now = serving;
        return now == null ? 0 : now.catalogue().models().size();
    }

    private double unconfigured() {
        InForce now = serving;
        return now == null
                ? 0
                : now.catalogue().deployments().stream()
                        .filter(deployment -> deployment.needsCredential() && deployment.credential() == null)
                        .count();
    }
}
