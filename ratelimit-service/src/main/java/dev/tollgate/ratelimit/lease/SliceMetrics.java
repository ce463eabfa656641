package dev.tollgate.ratelimit.lease;

import dev.tollgate.contract.ratelimit.v1.Dimension;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Counts slices; never by subject.
@Startup
@ApplicationScoped
class SliceMetrics {
    private final Map<Dimension, Counter> granted = new EnumMap<>(Dimension.class);
    private final Map<Dimension, Counter> refused = new EnumMap<>(Dimension.class);

    SliceMetrics(MeterRegistry registry) {
        for (Dimension dimension : Dimension.values()) {
            granted.put(dimension, counter(registry, dimension, "granted"));
            refused.put(dimension, counter(registry, dimension, "refused"));
        }
    }

    void answered(Dimension dimension, long amount) {
        Objects.requireNonNull((amount > 0 ? granted : refused).get(dimension)).increment();
    }

    private static Counter counter(MeterRegistry registry, Dimension dimension, String outcome) {
        return Counter.builder("tollgate.ratelimit.slices")
                .description("Slices of large limits that edges asked for")
                .tag("dimension", dimension.name().toLowerCase(Locale.ROOT))
                .tag("outcome", outcome)
                .register(registry);
    }
}
