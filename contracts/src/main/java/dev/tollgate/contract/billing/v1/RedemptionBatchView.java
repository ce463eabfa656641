package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A batch of redemption codes, without the codes.
///
/// @param amount nano-credits that each use gives
/// @param uses of all of its codes together
/// @param disabledAt since when nobody may use them any more
public record RedemptionBatchView(
        String id,
        String object,
        String name,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long amount,
        int codes,
        @JsonProperty("max_uses") int maxUses,
        long uses,
        @JsonProperty("expires_at") @Nullable Long expiresAt,
        @JsonProperty("credit_days") @Nullable Integer creditDays,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("disabled_at") @Nullable Long disabledAt) {}
