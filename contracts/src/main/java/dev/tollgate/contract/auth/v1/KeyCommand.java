package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Creates or changes a key; on a change, null leaves a field as it is. `accountId` is read at creation only;
/// `status` may be ACTIVE or DISABLED (revocation is a call of its own, and final).
public record KeyCommand(
        @JsonProperty("account_id") @Nullable String accountId,
        @Nullable String name,
        @Nullable String group,
        @Nullable KeyStatus status,
        @JsonProperty("expires_at") @Nullable Long expiresAt,
        @Nullable List<String> scopes,
        @Nullable List<String> models,
        @JsonProperty("ip_allow") @Nullable List<String> ipAllow,
        @Nullable RateLimits limits,
        @JsonProperty("spend_limit_ids") @Nullable List<String> spendLimitIds) {}
