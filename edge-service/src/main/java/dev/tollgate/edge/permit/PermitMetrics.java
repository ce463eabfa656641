package dev.tollgate.edge.permit;

import dev.tollgate.contract.ratelimit.v1.Dimension;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/// What permits show: never an id as a label.
final class PermitMetrics {
    final Counter asks;
    final Counter sliceAsks;
    final Counter corrections;
    final Counter returns;
    final Counter renewals;
    final Counter hits;
    final Counter misses;
    final Counter dropped;
    final Counter admittedDegraded;
    private final Map<Dimension, Counter> refusals = new EnumMap<>(Dimension.class);

    PermitMetrics(MeterRegistry registry, Supplier<Number> degraded, Supplier<Number> edges) {
        asks = call(registry, "permit");
        sliceAsks = call(registry, "slice");
        corrections = call(registry, "correction");
        returns = call(registry, "return");
        renewals = call(registry, "renewal");
        hits = registry.counter("tollgate.permit.slice.takes", "outcome", "hit");
        misses = registry.counter("tollgate.permit.slice.takes", "outcome", "miss");
        dropped = registry.counter("tollgate.permit.reports.dropped");
        admittedDegraded = registry.counter("tollgate.permit.degraded.admissions");
        for (Dimension dimension : Dimension.values()) {
            refusals.put(
                    dimension,
                    registry.counter(
                            "tollgate.permit.refusals",
                            "dimension",
                            dimension.name().toLowerCase(Locale.ROOT)));
        }
        Gauge.builder("tollgate.permit.degraded", degraded)
                .description("1 while limits are judged by this edge alone")
                .register(registry);
        Gauge.builder("tollgate.permit.edges", edges)
                .description("Edges seen lately, as ratelimit said last")
                .register(registry);
    }

    void refused(Dimension dimension) {
        Objects.requireNonNull(refusals.get(dimension)).increment();
    }

    private static Counter call(MeterRegistry registry, String call) {
        return registry.counter("tollgate.permit.inner.calls", "call", call);
    }
}
