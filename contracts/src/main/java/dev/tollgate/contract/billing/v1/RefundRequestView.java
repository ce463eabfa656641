package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A refund that was asked for, and the parts in which its money goes back.
///
/// @param status `requested`, `denied`, `approved` (on its way), `refunded`, or `failed` when no part came through
/// @param credits nano-credits asked for; null for everything that is unused
public record RefundRequestView(
        String id,
        String object,
        @JsonProperty("account_id") String accountId,
        String status,
        @Nullable String credits,
        @Nullable String reason,
        @Nullable String note,
        List<Part> parts,
        @JsonProperty("created_at") long createdAt) {
    public RefundRequestView {
        parts = List.copyOf(parts);
    }

    /// The refund of one payment, or of a part of it.
    ///
    /// @param status `held`, `sent`, `succeeded` or `failed`
    /// @param amount in the currency's minor units
    public record Part(
            String id,
            @JsonProperty("payment_id") String paymentId,
            String status,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long credits,
            long amount,
            String currency,
            @Nullable String failure) {}
}
