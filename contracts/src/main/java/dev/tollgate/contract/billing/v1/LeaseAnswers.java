package dev.tollgate.contract.billing.v1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// @param serverTime billing's clock, Unix milliseconds
public record LeaseAnswers(long serverTime, List<LeaseAnswer> answers) {
    public LeaseAnswers {
        answers = List.copyOf(answers);
    }

    /// Amounts in nano-credits. Times are durations that the edge counts from before it asked, less 2 s (rules 2).
    ///
    /// @param grants one per need, in order: what is now held for it, or 0 when refused
    /// @param surplus granted beyond the needs
    /// @param granted all ever granted under this lease, and so on: cumulative
    /// @param spendForMillis no new reservation after it
    /// @param holdForMillis the hold ends after it, acknowledged or not
    /// @param free what the account (and the tightest limit) still has free after this answer
    /// @param exact credit is so low that leases carry single requests (rules 5)
    /// @param refusal why the needs that got 0 were refused, or null
    /// @param outageCredit what this edge may still reserve for the account while billing is away and the lease is
    ///     spent or over: booked as overdraft, 0 unless an operator granted it (rules 8)
    public record LeaseAnswer(
            String accountId,
            List<String> limitIds,
            long askNumber,
            List<Long> grants,
            long surplus,
            long granted,
            long posted,
            long returned,
            long spendForMillis,
            long holdForMillis,
            long free,
            boolean exact,
            @Nullable Refusal refusal,
            long outageCredit) {
        public LeaseAnswer {
            limitIds = List.copyOf(limitIds);
            grants = List.copyOf(grants);
        }

        /// Without outage credit.
        public LeaseAnswer(
                String accountId,
                List<String> limitIds,
                long askNumber,
                List<Long> grants,
                long surplus,
                long granted,
                long posted,
                long returned,
                long spendForMillis,
                long holdForMillis,
                long free,
                boolean exact,
                @Nullable Refusal refusal) {
            this(
                    accountId,
                    limitIds,
                    askNumber,
                    grants,
                    surplus,
                    granted,
                    posted,
                    returned,
                    spendForMillis,
                    holdForMillis,
                    free,
                    exact,
                    refusal,
                    0);
        }
    }

    /// @param heldByOthers credit is there but held: a recall was published, one retry may succeed
    /// @param limitId which spend limit refused, or null
    public record Refusal(
            RefusalReason reason,
            boolean heldByOthers,
            @Nullable String limitId,
            long retryAfterMillis) {}

    public enum RefusalReason {
        INSUFFICIENT_BALANCE,
        SPEND_LIMIT_REACHED,
        ACCOUNT_FROZEN,
        /// A newer epoch of this edge is open.
        SUPERSEDED
    }
}
