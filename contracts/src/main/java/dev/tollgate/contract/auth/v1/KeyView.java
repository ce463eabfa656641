package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A key, as lists show it: never its secret.
///
/// @param hint `sk-…` and the last four characters; `workload` where there is no secret
/// @param userId whose key it is; null for nobody's
/// @param lastUsedAt Unix seconds of a use not more than about an hour before the last one; null for none that
///     is known
/// @param graceUntil Unix seconds until which a rotated key still works
/// @param workload who calls as this key by a ServiceAccount's token; null for a key with a secret
public record KeyView(
        String id,
        String object,
        @JsonProperty("account_id") String accountId,
        String name,
        String hint,
        @Nullable String group,
        KeyStatus status,
        @JsonProperty("expires_at") @Nullable Long expiresAt,
        List<String> scopes,
        @Nullable List<String> models,
        @JsonProperty("ip_allow") List<String> ipAllow,
        RateLimits limits,
        @JsonProperty("spend_limit_ids") List<String> spendLimitIds,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("rotated_to") @Nullable String rotatedTo,
        @JsonProperty("grace_until") @Nullable Long graceUntil,
        @JsonProperty("user_id") @Nullable String userId,
        @JsonProperty("last_used_at") @Nullable Long lastUsedAt,
        @Nullable Workload workload) {}
