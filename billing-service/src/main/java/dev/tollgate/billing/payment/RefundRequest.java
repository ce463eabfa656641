package dev.tollgate.billing.payment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A refund that was asked for.
///
/// @param status `requested`, `denied` or `approved`
/// @param credits nano-credits; null for all that is unused
record RefundRequest(
        String id,
        String accountId,
        String status,
        @Nullable Long credits,
        @Nullable String reason,
        @Nullable String note,
        Instant createdAt) {
    RefundRequest as(String decided, @Nullable String said) {
        return new RefundRequest(id, accountId, decided, credits, reason, said, createdAt);
    }
}
