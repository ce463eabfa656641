package dev.tollgate.billing.payment;

import org.jspecify.annotations.Nullable;

/// What an event of a provider's says, in our words. Amounts in minor units.
public sealed interface Fact {
    /// The money is there.
    record Paid(Subject subject, long amount, String currency) implements Fact {}

    /// It will not come: the method refused it, or the page was not used in time.
    record Ended(Subject subject, boolean expired, String reason) implements Fact {}

    /// Money is going back.
    ///
    /// @param ref the provider's id of the refund
    /// @param refundId ours, when we asked for it
    record Refunded(
            String ref,
            @Nullable String refundId,
            Subject subject,
            long amount,
            String currency,
            RefundState state,
            @Nullable String failure)
            implements Fact {}

    /// The provider will not send money back that we asked it to: it answered so, and gave the refund no id.
    record RefundRefused(String refundId, Subject subject, String reason) implements Fact {}

    /// A customer's bank asks for the money back.
    record Disputed(String ref, Subject subject, long amount, String currency, DisputeState state) implements Fact {}

    /// Nothing that we book.
    record Irrelevant(String why) implements Fact {}

    /// Which payment: by our id, by the provider's, or both.
    record Subject(@Nullable String paymentId, @Nullable String intentRef) {}

    /// As far as it came.
    enum RefundState {
        PENDING,
        SUCCEEDED,
        FAILED
    }

    /// Where the money is.
    enum DisputeState {
        INQUIRY,
        WITHDRAWN,
        REINSTATED
    }
}
