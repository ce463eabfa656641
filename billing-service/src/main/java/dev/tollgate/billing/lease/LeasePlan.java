package dev.tollgate.billing.lease;

import dev.tollgate.contract.billing.v1.LeaseAnswers.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an ask does to its lease.
sealed interface LeasePlan {
    /// The lease goes on, whether or not every need was granted.
    ///
    /// @param grants one per need, 0 for a refused one
    /// @param spendFor milliseconds from now; 0 when nothing more may be reserved
    record Goes(
            Lease lease,
            List<Long> grants,
            long surplus,
            long spendFor,
            boolean exact,
            @Nullable Refusal refusal) implements LeasePlan {
        public Goes {
            grants = List.copyOf(grants);
        }
    }

    /// The lease ends, its rest is given back.
    record Ends(Lease lease) implements LeasePlan {}
}
