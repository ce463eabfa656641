package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tollgate.contract.ratelimit.v1.RateLimits;

/// An account, as the management API shows it. Its balance is billing's.
public record AccountView(
        String id,
        String object,
        String name,
        String group,
        AccountStatus status,
        RateLimits limits,
        @JsonProperty("created_at") long createdAt) {}
