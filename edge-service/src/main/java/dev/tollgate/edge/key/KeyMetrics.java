package dev.tollgate.edge.key;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/// Counts how keys were found, and what auth said when it was asked.
@Startup
@Singleton
class KeyMetrics {
    final Counter hit;
    final Counter hitUnknown;
    final Counter hitFailing;
    final Counter miss;
    final Counter shared;
    final Counter found;
    final Counter notFound;
    final Counter outdated;
    final Counter failed;

    KeyMetrics(MeterRegistry registry) {
        this.hit = lookup(registry, "hit");
        this.hitUnknown = lookup(registry, "hit_unknown");
        this.hitFailing = lookup(registry, "hit_failing");
        this.miss = lookup(registry, "miss");
        this.shared = lookup(registry, "shared");
        this.found = asked(registry, "found");
        this.notFound = asked(registry, "not_found");
        this.outdated = asked(registry, "outdated");
        this.failed = asked(registry, "failed");
    }

    private static Counter lookup(MeterRegistry registry, String result) {
        return Counter.builder("tollgate.key.lookups")
                .description("Look-ups of keys in the edge's cache")
                .tag("result", result)
                .register(registry);
    }

    private static Counter asked(MeterRegistry registry, String result) {
        return Counter.builder("tollgate.key.introspections")
                .description("Answers of auth on keys")
                .tag("result", result)
                .register(registry);
    }
}
