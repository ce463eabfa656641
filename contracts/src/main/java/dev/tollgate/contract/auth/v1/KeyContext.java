package dev.tollgate.contract.auth.v1;

import dev.tollgate.contract.ratelimit.v1.RateLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that an edge must know of a key to judge a request, but its secret.
///
/// @param group the price tier and model list: the key's own, else the account's
/// @param expiresAt Unix seconds, or null for never
/// @param scopes of which `inference` is needed for /v1; empty means all
/// @param models the key's own list, narrower than its group's; null means the group's
/// @param ipAllow CIDR blocks; empty means any address
/// @param spendLimitIds limits at billing that bind this key, ids only (rules 6)
/// @param digest by which batch asks for this key's lines, where it is not that of the caller's secret: a
///     workload's token ends long before its batch does
public record KeyContext(
        String keyId,
        String accountId,
        String group,
        KeyStatus status,
        AccountStatus accountStatus,
        @Nullable Long expiresAt,
        List<String> scopes,
        @Nullable List<String> models,
        List<String> ipAllow,
        RateLimits keyLimits,
        RateLimits accountLimits,
        List<String> spendLimitIds,
        @Nullable String digest) {
    public KeyContext {
        scopes = List.copyOf(scopes);
        models = models == null ? null : List.copyOf(models);
        ipAllow = List.copyOf(ipAllow);
        spendLimitIds = List.copyOf(spendLimitIds);
    }

    /// Of a key with a secret.
    public KeyContext(
            String keyId,
            String accountId,
            String group,
            KeyStatus status,
            AccountStatus accountStatus,
            @Nullable Long expiresAt,
            List<String> scopes,
            @Nullable List<String> models,
            List<String> ipAllow,
            RateLimits keyLimits,
            RateLimits accountLimits,
            List<String> spendLimitIds) {
        this(
                keyId,
                accountId,
                group,
                status,
                accountStatus,
                expiresAt,
                scopes,
                models,
                ipAllow,
                keyLimits,
                accountLimits,
                spendLimitIds,
                null);
    }
}
