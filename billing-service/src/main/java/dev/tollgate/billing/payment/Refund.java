package dev.tollgate.billing.payment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A refund of one payment.
///
/// @param requestId null when it was made at the provider's and not by us
/// @param providerRef null before it was sent
/// @param late went through after we had given it up: booked under a name of its own
record Refund(
        String id,
        @Nullable String requestId,
        String paymentId,
        Steps.RefundStatus status,
        long amount,
        long credits,
        @Nullable String providerRef,
        @Nullable String failure,
        boolean late,
        Instant createdAt) {
    /// What its entries refer to.
    String reference() {
        return "refund/" + id + (late ? "/late" : "");
    }

    /// Whether it failed by our own conclusion: the provider said that it would not do it, and gave it no id. Should
    /// it have done it after all, that counts.
    boolean isGivenUp() {
        return status == Steps.RefundStatus.FAILED && providerRef == null;
    }

    Refund asLate() {
        return new Refund(id, requestId, paymentId, status, amount, credits, providerRef, failure, true, createdAt);
    }
}
