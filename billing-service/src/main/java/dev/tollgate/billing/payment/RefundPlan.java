package dev.tollgate.billing.payment;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides which payments a refund goes back to: the oldest first, of each no more than is left of what it bought
/// and of its money. Each part is a whole number of minor units; its credit is rounded up, by one nano-credit at
/// most.
final class RefundPlan {
    private RefundPlan() {}

    /// @param asked nano-credits; null for all that there is
    /// @param free what the account has and does not hold
    /// @param sources oldest first
    static Result of(@Nullable Long asked, long free, List<Source> sources) {
        long left = Math.max(0, asked == null ? free : Math.min(asked, free));
        long planned = 0;
        long available = 0;
        List<Part> parts = new ArrayList<>();
        for (Source source : sources) {
            available += source.credits();
            long want = Math.min(left - planned, source.credits());
            long amount = Math.min(
                    source.amount(),
                    Rate.down(want, source.payment().amount(), source.payment().credits()));
            if (amount > 0) {
                long credits = Math.min(want, source.payment().creditsFor(amount));
                parts.add(new Part(source.lotId(), source.payment(), amount, credits));
                planned += credits;
            }
        }
        if (parts.isEmpty() || (asked != null && Math.min(free, available) < asked)) {
            return new Result.NotEnough(Math.max(0, Math.min(free, available)));
        }
        return asked != null && planned != asked ? new Result.NotExact(planned) : new Result.Planned(parts);
    }

    /// What is left of a payment.
    ///
    /// @param credits nano-credits that are unused and were not taken back
    /// @param amount minor units that did not go back
    record Source(long lotId, Payment payment, long credits, long amount) {}

    record Part(long lotId, Payment payment, long amount, long credits) {}

    sealed interface Result {
        record Planned(List<Part> parts) implements Result {
            public Planned {
                parts = List.copyOf(parts);
            }
        }

        /// @param available nano-credits
        record NotEnough(long available) implements Result {}

        /// @param nearest what could be refunded instead, in nano-credits
        record NotExact(long nearest) implements Result {}
    }
}
