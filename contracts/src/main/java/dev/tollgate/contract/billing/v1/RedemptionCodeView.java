package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// One code, as far as it may be shown.
///
/// @param hint its last characters
public record RedemptionCodeView(
        String id,
        String object,
        @JsonProperty("batch_id") String batchId,
        String hint,
        int uses,
        @JsonProperty("max_uses") int maxUses,
        @JsonProperty("disabled_at") @Nullable Long disabledAt) {}
