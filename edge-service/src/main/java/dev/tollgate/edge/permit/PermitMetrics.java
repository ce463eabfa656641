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
        hits = take(registry, "hit");
        misses = take(registry, "miss");
        dropped = Counter.builder("tollgate.permit.reports.dropped")
                .description("Ended permits and unused rests that could not be told in time: they lapse by themselves")
                .register(registry);
        admittedDegraded = Counter.builder("tollgate.permit.degraded.admissions")
                .description("Requests let in by this edge's share alone, while ratelimit was away")
                .register(registry);
        for (Dimension dimension : Dimension.values()) {
            refusals.put(
                    dimension,
                    Counter.builder("tollgate.permit.refusals")
                            .description("Requests refused for a limit, by what it counts")
                            .tag("dimension", dimension.name().toLowerCase(Locale.ROOT))
                            .register(registry));
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
        return Counter.builder("tollgate.permit.inner.calls")
                .description("Calls to ratelimit that permits asked for")
                .tag("call", call)
                .register(registry);
    }

    private static Counter take(MeterRegistry registry, String outcome) {
        return Counter.builder("tollgate.permit.slice.takes")
                .description("Takes from slices of large limits, by whether one was at hand")
                .tag("outcome", outcome)
                .register(registry);
    }
}
