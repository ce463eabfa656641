package dev.tollgate.billing.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// What becomes of usage, in numbers; never by account. Those named in a comment are alerts.
@Startup
@ApplicationScoped
class UsageMetrics {
    private final Counter posted;
    private final Counter corrected;
    private final Counter duplicates;
    private final Counter conflicts;
    private final Counter mismatches;
    private final Counter late;
    private final Counter uncollected;
    private final Counter sealsRefused;
    private final Timer posting;
    private final Map<Unfit, Counter> quarantined = new EnumMap<>(Unfit.class);

    UsageMetrics(MeterRegistry registry) {
        posted = counter(registry, "tollgate.usage.posted", "Records counted");
        corrected = counter(registry, "tollgate.usage.corrected", "Records of interrupted requests put right");
        duplicates = counter(registry, "tollgate.usage.duplicates", "Frames counted before");
        // Alert: one request id with two contents.
        conflicts = counter(registry, "tollgate.usage.conflicts", "Frames whose id came before with another content");
        // Alert: an edge computes other charges than billing.
        mismatches = counter(registry, "tollgate.usage.charge.mismatches", "Charges that billing computed otherwise");
        late = counter(registry, "tollgate.usage.late", "Charged records whose lease was closed");
        // Alert: used and not paid.
        uncollected =
                counter(registry, "tollgate.usage.uncollected.nanocredits", "Nano-credits that accounts did not have");
        // Alert: a day's records are not what its roll-up says.
        sealsRefused = counter(registry, "tollgate.usage.seals.refused", "Days not dropped as their sums differ");
        posting = Timer.builder("tollgate.usage.posting")
                .description("Time to post a batch")
                .register(registry);
        for (Unfit reason : Unfit.values()) {
            // Alert: each waits for an operator.
            quarantined.put(
                    reason,
                    Counter.builder("tollgate.usage.quarantined")
                            .description("Frames kept raw for an operator")
                            .tag("reason", reason.column())
                            .register(registry));
        }
    }

    /// After the commit of what it counts.
    void counted(Posted outcome) {
        switch (outcome) {
            case Posted.New(long notCollected, boolean isLate, boolean isMismatched) -> {
                posted.increment();
                uncollected.increment((double) notCollected);
                late.increment(isLate ? 1 : 0);
                mismatches.increment(isMismatched ? 1 : 0);
            }
            case Posted.Corrected(long notCollected) -> {
                corrected.increment();
                uncollected.increment((double) Math.max(0, notCollected));
            }
            case Posted.Duplicate(boolean conflict) -> (conflict ? conflicts : duplicates).increment();
            case Posted.Refused(Unfit reason, String _) -> quarantined(reason);
        }
    }

    void quarantined(Unfit reason) {
        Objects.requireNonNull(quarantined.get(reason)).increment();
    }

    void sealRefused() {
        sealsRefused.increment();
    }

    void took(Duration time) {
        posting.record(time);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
