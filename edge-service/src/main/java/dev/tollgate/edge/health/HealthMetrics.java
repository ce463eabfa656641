package dev.tollgate.edge.health;

import dev.tollgate.edge.dispatch.Sighting;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// What this edge sees of each deployment that it has used lately. Labels are ids of the catalogue, and so many of
/// them at most: those that are not well, then the busiest.
final class HealthMetrics {
    private static final int DEPLOYMENTS_MAX = 50;
    private static final double MILLIS_PER_SECOND = 1_000;
    private static final int WELL = 0;
    private static final int COOLING = 1;
    private static final int OPEN = 2;

    private static final Comparator<Track> WORST_FIRST = Comparator.comparingInt(
                    (Track track) -> -stateOf(track.last()))
            .thenComparingLong(track -> -track.recentAttempts());

    private final MultiGauge states;
    private final MultiGauge errors;
    private final MultiGauge firstBytes;
    private final Counter reported;
    private final Counter unreported;

    HealthMetrics(MeterRegistry registry) {
        this.states = MultiGauge.builder("tollgate.edge.deployment.state")
                .description("0: well, 1: cooling down as its provider asked, 2: breaker open")
                .register(registry);
        this.errors = MultiGauge.builder("tollgate.edge.deployment.error.ratio")
                .description("Failed attempts of the last minute, of all")
                .register(registry);
        this.firstBytes = MultiGauge.builder("tollgate.edge.deployment.first.byte")
                .baseUnit("seconds")
                .description("From an attempt's start to its answer's head, a moving average")
                .register(registry);
        this.reported = counter(registry, "ok");
        this.unreported = counter(registry, "failed");
    }

    void reported(boolean ok) {
        (ok ? reported : unreported).increment();
    }

    void show(Collection<Track> tracks) {
        List<Row<?>> stateRows = new ArrayList<>();
        List<Row<?>> errorRows = new ArrayList<>();
        List<Row<?>> byteRows = new ArrayList<>();
        tracks.stream()
                .filter(Track::isOfInterest)
                .sorted(WORST_FIRST)
                .limit(DEPLOYMENTS_MAX)
                .forEach(track -> {
                    Sighting last = track.last();
                    Tags tags = Tags.of("deployment", last.deployment());
                    stateRows.add(Row.of(tags, stateOf(last)));
                    if (track.recentAttempts() > 0) {
                        errorRows.add(Row.of(tags, (double) track.recentFailures() / track.recentAttempts()));
                    }
                    Long firstByte = last.firstByteMillis();
                    if (firstByte != null) {
                        byteRows.add(Row.of(tags, firstByte / MILLIS_PER_SECOND));
                    }
                });
        states.register(stateRows, true);
        errors.register(errorRows, true);
        firstBytes.register(byteRows, true);
    }

    private static int stateOf(Sighting sighting) {
        if (sighting.open()) {
            return OPEN;
        }
        return sighting.coolingMillis() > 0 ? COOLING : WELL;
    }

    private static Counter counter(MeterRegistry registry, String result) {
        return Counter.builder("tollgate.edge.health.reports")
                .description("Reports of deployments' health to routing")
                .tag("result", result)
                .register(registry);
    }
}
