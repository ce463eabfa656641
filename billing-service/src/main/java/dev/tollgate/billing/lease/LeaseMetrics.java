package dev.tollgate.billing.lease;

import dev.tollgate.contract.billing.v1.LeaseAnswers.LeaseAnswer;
import dev.tollgate.contract.billing.v1.LeaseAnswers.RefusalReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// What leases do, in numbers; never by account.
@Startup
@ApplicationScoped
class LeaseMetrics {
    private final Counter granted;
    private final Counter grantedNanos;
    private final Counter recalls;
    private final Map<RefusalReason, Counter> refused = new EnumMap<>(RefusalReason.class);
    private final Map<ClosedBy, Counter> closed = new EnumMap<>(ClosedBy.class);
    private final Map<ClosedBy, Counter> lapsed = new EnumMap<>(ClosedBy.class);

    LeaseMetrics(MeterRegistry registry) {
        granted = Counter.builder("tollgate.lease.needs.granted")
                .description("Needs that were granted")
                .register(registry);
        grantedNanos = Counter.builder("tollgate.lease.granted.nanocredits")
                .description("Nano-credits granted, surplus included")
                .register(registry);
        recalls = Counter.builder("tollgate.lease.recalls")
                .description("Calls to give back unreserved credit")
                .register(registry);
        for (RefusalReason reason : RefusalReason.values()) {
            refused.put(
                    reason,
                    Counter.builder("tollgate.lease.needs.refused")
                            .description("Needs that were refused")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        for (ClosedBy by : ClosedBy.values()) {
            closed.put(
                    by,
                    Counter.builder("tollgate.lease.closed")
                            .description("Leases that ended")
                            .tag("by", by.column())
                            .register(registry));
        }
        for (ClosedBy by : EnumSet.complementOf(EnumSet.of(ClosedBy.OWNER))) {
            lapsed.put(
                    by,
                    Counter.builder("tollgate.lease.lapsed.nanocredits")
                            .description("Nano-credits that leases held when another than their owner ended them")
                            .tag("by", by.column())
                            .register(registry));
        }
    }

    void answered(List<LeaseAnswer> answers) {
        for (LeaseAnswer answer : answers) {
            long held = answer.grants().stream().filter(grant -> grant > 0).count();
            granted.increment((double) held);
            long sum = answer.grants().stream().mapToLong(Long::longValue).sum();
            grantedNanos.increment((double) (answer.surplus() + sum));
            if (answer.refusal() != null) {
                Objects.requireNonNull(refused.get(answer.refusal().reason()))
                        .increment((double) Math.max(1, answer.grants().size() - held));
            }
        }
    }

    void recalled(int count) {
        recalls.increment(count);
    }

    void closedByOwner(long count) {
        Objects.requireNonNull(closed.get(ClosedBy.OWNER)).increment((double) count);
    }

    /// Leases whose owner did not end them. What it spent and never told is worth at most what they held (rules 4).
    ///
    /// @param held in nano-credits
    void lapsed(ClosedBy by, int count, long held) {
        Objects.requireNonNull(closed.get(by)).increment(count);
        Objects.requireNonNull(lapsed.get(by)).increment((double) held);
    }
}
