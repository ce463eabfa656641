package dev.tollgate.console.accounts;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import org.jspecify.annotations.Nullable;

/// An account in a list, with its credit.
///
/// @param credit null for who may not see it
public record ListedAccount(
        String id,
        String object,
        String name,
        String group,
        AccountStatus status,
        RateLimits limits,
        @JsonProperty("created_at") long createdAt,
        @Nullable CreditView credit) {
    static ListedAccount of(AccountView account, @Nullable CreditView credit) {
        return new ListedAccount(
                account.id(),
                account.object(),
                account.name(),
                account.group(),
                account.status(),
                account.limits(),
                account.createdAt(),
                credit);
    }
}
