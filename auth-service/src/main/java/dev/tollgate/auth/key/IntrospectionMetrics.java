package dev.tollgate.auth.key;

import dev.tollgate.contract.auth.v1.Introspection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/// Counts what edges asked about keys; never which.
@Startup
@ApplicationScoped
class IntrospectionMetrics {
    private final Counter found;
    private final Counter unknown;

    IntrospectionMetrics(MeterRegistry registry) {
        found = counter(registry, "found");
        unknown = counter(registry, "unknown");
    }

    void answered(Introspection answer) {
        (answer.key() == null ? unknown : found).increment();
    }

    private static Counter counter(MeterRegistry registry, String result) {
        return Counter.builder("tollgate.auth.introspections")
                .description("Keys that edges asked about")
                .tag("result", result)
                .register(registry);
    }
}
