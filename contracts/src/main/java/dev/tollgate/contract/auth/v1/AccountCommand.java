package dev.tollgate.contract.auth.v1;

import dev.tollgate.contract.ratelimit.v1.RateLimits;
import org.jspecify.annotations.Nullable;

/// Creates or changes an account; on a change, null leaves a field as it is.
public record AccountCommand(
        @Nullable String name,
        @Nullable String group,
        @Nullable AccountStatus status,
        @Nullable RateLimits limits) {}
