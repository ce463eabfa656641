package dev.tollgate.billing.lease;

import dev.tollgate.billing.hold.PeriodKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A lease's state. Amounts in nano-credits, counted up over its whole life.
///
/// @param id null until it is stored
/// @param periods the period of each limit in which the hold counts at present
/// @param usualHold the largest hold of its latest needs
/// @param askNumber the latest ask; 0 before the first
/// @param answer what that ask was answered, as JSON
record Lease(
        @Nullable Long id,
        LeaseKey key,
        List<PeriodKey> periods,
        Counters counters,
        long usualHold,
        long askNumber,
        String answer,
        Times times) {
    /// What the lease keeps from others now.
    long held() {
        return counters.granted() - counters.posted() - counters.returned();
    }

    /// The id of a lease that was read.
    long storedId() {
        return Objects.requireNonNull(id);
    }

    boolean isClosed() {
        return times.closedAt() != null;
    }

    Lease granted(long amount, long hold) {
        Counters next = new Counters(counters.granted() + amount, counters.posted(), counters.returned());
        return new Lease(id, key, periods, next, hold, askNumber, answer, times);
    }

    Lease returned(long amount) {
        Counters next = new Counters(counters.granted(), counters.posted(), counters.returned() + amount);
        return new Lease(id, key, periods, next, usualHold, askNumber, answer, times);
    }

    Lease in(List<PeriodKey> others) {
        return new Lease(id, key, List.copyOf(others), counters, usualHold, askNumber, answer, times);
    }

    Lease until(Times others) {
        return new Lease(id, key, periods, counters, usualHold, askNumber, answer, others);
    }

    Lease answered(long number, String json) {
        return new Lease(id, key, periods, counters, usualHold, number, json, times);
    }

    /// Cumulative: what was granted, charged from it, and given back.
    record Counters(long granted, long posted, long returned) {}

    record Times(
            Instant openedAt,
            Instant spendUntil,
            Instant holdUntil,
            @Nullable Instant closedAt) {}
}
