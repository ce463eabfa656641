package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A code that an account has used; the same answer each time it is sent again.
///
/// @param amount nano-credits given
/// @param expiresAt when the rest of them is booked out, in Unix seconds, or null for never
public record RedemptionView(
        String object,
        @JsonProperty("code_id") String codeId,
        @JsonProperty("account_id") String accountId,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long amount,
        @JsonProperty("redeemed_at") long redeemedAt,
        @JsonProperty("expires_at") @Nullable Long expiresAt) {}
