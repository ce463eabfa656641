package dev.tollgate.contract.auth.v1;

import dev.tollgate.contract.error.ServiceError;
import org.jspecify.annotations.Nullable;

/// @param revision auth's revision read *before* the look-up: a later change of the key, its account or group makes
///     this answer stale (rules 12)
/// @param key null when no such key exists
/// @param refusal why a workload's token is not taken, safe to show as it is; with `service_unavailable` there
///     is no verdict. Never beside a key
public record Introspection(
        long revision, @Nullable KeyContext key, @Nullable ServiceError refusal) {
    /// Of a key's hash.
    public Introspection(long revision, @Nullable KeyContext key) {
        this(revision, key, null);
    }
}
