package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Makes a batch of redemption codes.
///
/// @param name what it is for; shown to operators
/// @param amount nano-credits that each use gives, a decimal string
/// @param codes how many
/// @param maxUses by how many accounts each code may be used; 1 when absent
/// @param expiresAt until when they may be redeemed, in Unix seconds, or null for ever
/// @param creditDays how many days what they gave lasts, or null for ever
/// @param idempotencyKey sent again with it, no second batch is made
public record RedemptionBatchCommand(
        @Nullable String name,
        @Nullable String amount,
        @Nullable Integer codes,
        @JsonProperty("max_uses") @Nullable Integer maxUses,
        @JsonProperty("expires_at") @Nullable Long expiresAt,
        @JsonProperty("credit_days") @Nullable Integer creditDays,
        @JsonProperty("idempotency_key") @Nullable String idempotencyKey) {}
