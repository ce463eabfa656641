package dev.tollgate.contract.auth.v1;

import org.jspecify.annotations.Nullable;

/// @param revision auth's revision read *before* the look-up: a later change of the key, its account or group makes
///     this answer stale (rules 12)
/// @param key null when no such key exists
public record Introspection(long revision, @Nullable KeyContext key) {}
