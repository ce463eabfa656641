package dev.tollgate.edge.catalogue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;

/// The snapshot, seen from outside.
final class SnapshotMetrics {
    private static final long NEVER = -1;

    private volatile long swappedNanos = NEVER;
    private volatile boolean any;
    private volatile int unopened;

    SnapshotMetrics(MeterRegistry registry, Snapshots snapshots) {
        Gauge.builder("tollgate.catalogue.age", this, m -> m.ageSeconds())
                .baseUnit("seconds")
                .description("Since the snapshot in force was swapped in; NaN before the first")
                .register(registry);
        Gauge.builder("tollgate.catalogue.models", snapshots, s -> size(s))
                .description("Models of the snapshot in force")
                .register(registry);
        Gauge.builder("tollgate.catalogue.models.unpriced", snapshots, s -> unpriced(s))
                .description("Models that no group can call for want of a price in force")
                .register(registry);
        Gauge.builder("tollgate.catalogue.price.version", snapshots, s -> priceVersion(s))
                .description("The price list's version in force; -1 for none")
                .register(registry);
        Gauge.builder("tollgate.catalogue.waiting", snapshots, s -> s.waiting() ? 1 : 0)
                .description("1 while catalogue and price list at hand are of different files")
                .register(registry);
        Gauge.builder("tollgate.catalogue.credentials.unopened", this, m -> m.unopened)
                .description("Deployments whose credential no master key of this edge opens")
                .register(registry);
    }

    void swapped(int unopenedCredentials) {
        swappedNanos = System.nanoTime();
        unopened = unopenedCredentials;
        any = true;
    }

    private double ageSeconds() {
        return any ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - swappedNanos) / 1000.0 : Double.NaN;
    }

    private static double size(Snapshots snapshots) {
        Snapshot snapshot = snapshots.currentOrNull();
        return snapshot == null ? 0 : snapshot.size();
    }

    private static double unpriced(Snapshots snapshots) {
        Snapshot snapshot = snapshots.currentOrNull();
        return snapshot == null ? 0 : snapshot.unpriced(System.currentTimeMillis());
    }

    private static double priceVersion(Snapshots snapshots) {
        Snapshot snapshot = snapshots.currentOrNull();
        return snapshot == null ? NEVER : snapshot.priceVersion(System.currentTimeMillis());
    }
}
