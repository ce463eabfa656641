package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A customer's payment.
///
/// @param origin `checkout` or `auto`
/// @param status `pending`, `paid`, `failed` or `expired`
/// @param credits nano-credits bought
/// @param amount in the currency's minor units; so are `refunded` and `disputed`
/// @param checkoutUrl where it is paid, while it is pending
/// @param failure why it failed, in the provider's words
/// @param createdAt Unix seconds, and so is `paidAt`
public record PaymentView(
        String id,
        String object,
        @JsonProperty("account_id") String accountId,
        String origin,
        String status,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long credits,
        long amount,
        String currency,
        String method,
        long refunded,
        long disputed,
        @JsonProperty("checkout_url") @Nullable String checkoutUrl,
        @Nullable String failure,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("paid_at") @Nullable Long paidAt) {}
