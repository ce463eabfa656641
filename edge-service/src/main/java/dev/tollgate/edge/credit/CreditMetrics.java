package dev.tollgate.edge.credit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// What the edge's credit shows of itself.
final class CreditMetrics {
    final Counter hits;
    final Counter misses;
    final Counter outage;
    final Counter clamped;
    final Counter extensions;
    final Counter exhausted;
    final Counter overHold;
    final Counter askFailures;
    final Counter recalls;

    CreditMetrics(MeterRegistry registry, Leases leases) {
        hits = Counter.builder("tollgate.credit.reservations")
                .description("Reservations, by whether a lease at hand had the credit")
                .tag("lease", "hit")
                .register(registry);
        misses = Counter.builder("tollgate.credit.reservations")
                .description("Reservations, by whether a lease at hand had the credit")
                .tag("lease", "miss")
                .register(registry);
        outage = Counter.builder("tollgate.credit.reservations")
                .description("Reservations, by whether a lease at hand had the credit")
                .tag("lease", "outage")
                .register(registry);
        clamped = counter(registry, "tollgate.credit.clamped", "Requests whose output bound was lowered");
        extensions = counter(registry, "tollgate.credit.extensions", "Extensions of streams' holds");
        exhausted = counter(registry, "tollgate.credit.exhausted", "Streams ended for want of credit");
        overHold = counter(
                registry,
                "tollgate.credit.over.hold.nanocredits",
                "Nano-credits charged above holds: may go uncollected");
        askFailures = counter(registry, "tollgate.credit.ask.failures", "Calls for leases that were not answered");
        recalls = counter(registry, "tollgate.credit.recalls", "Leases that were asked to give back");
        Gauge.builder("tollgate.credit.leases", leases, Leases::count)
                .description("Leases held")
                .register(registry);
        Gauge.builder("tollgate.credit.reserved.nanocredits", leases, Leases::reserved)
                .description("Nano-credits reserved for requests under way")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
