package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Creates or changes a key; on a change, null leaves a field as it is. `accountId` is read at creation only;
/// `status` may be ACTIVE or DISABLED (revocation is a call of its own, and final).
///
/// @param userId whose key it is, a member of the account; empty for nobody's
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
        @JsonProperty("spend_limit_ids") @Nullable List<String> spendLimitIds,
        @JsonProperty("user_id") @Nullable String userId) {
    /// The same, of this user.
    public KeyCommand withUser(String user) {
        return new KeyCommand(
                accountId, name, group, status, expiresAt, scopes, models, ipAllow, limits, spendLimitIds, user);
    }
}
