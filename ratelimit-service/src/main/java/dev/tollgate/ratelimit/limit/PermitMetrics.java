package dev.tollgate.ratelimit.limit;

import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Counts permits; never by subject.
@Startup
@ApplicationScoped
class PermitMetrics {
    private final Counter admitted;
    private final Map<Dimension, Counter> refused = new EnumMap<>(Dimension.class);

    PermitMetrics(MeterRegistry registry) {
        admitted = counter(registry, "admitted");
        for (Dimension dimension : Dimension.values()) {
            refused.put(dimension, counter(registry, dimension.name().toLowerCase(Locale.ROOT)));
        }
    }

    void answered(PermitAnswer answer) {
        Refusal refusal = answer.refusal();
        (refusal == null ? admitted : Objects.requireNonNull(refused.get(refusal.dimension()))).increment();
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("tollgate.ratelimit.permits")
                .description("Requests judged by small limits: admitted, or the dimension that refused")
                .tag("outcome", outcome)
                .register(registry);
    }
}
