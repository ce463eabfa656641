package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Gives credit to an account, once per idempotency key.
///
/// @param amount nano-credits, a decimal string
/// @param expiresAt Unix seconds, or null
public record GiftCommand(
        String amount,
        @Nullable String reason,
        @JsonProperty("expires_at") @Nullable Long expiresAt,
        @JsonProperty("idempotency_key") @Nullable String idempotencyKey) {}
