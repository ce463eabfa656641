package dev.tollgate.bench.micro;

import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import java.util.List;

/// Keys that may be used.
public final class Keys {
    private Keys() {}

    public static KeyContext unlimited(String account) {
        return limited(account, RateLimits.NONE);
    }

    /// @param limits of the key, and of its account
    public static KeyContext limited(String account, RateLimits limits) {
        return new KeyContext(
                "key-of-" + account,
                account,
                "default",
                KeyStatus.ACTIVE,
                AccountStatus.ACTIVE,
                null,
                List.of("inference"),
                null,
                List.of(),
                limits,
                limits,
                List.of());
    }
}
