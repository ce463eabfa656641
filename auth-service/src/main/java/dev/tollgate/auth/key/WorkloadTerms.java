package dev.tollgate.auth.key;

import dev.tollgate.contract.ratelimit.v1.RateLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who pays for a workload, and what binds it.
///
/// @param group null: the account's
/// @param models null: the group's
/// @param spendLimitIds limits at billing
public record WorkloadTerms(
        String accountId,
        @Nullable String group,
        @Nullable List<String> models,
        RateLimits limits,
        List<String> spendLimitIds) {
    public WorkloadTerms {
        models = models == null ? null : List.copyOf(models);
        spendLimitIds = List.copyOf(spendLimitIds);
    }
}
