package dev.tollgate.contract.ratelimit.v1;

import org.jspecify.annotations.Nullable;

/// Who is limited.
///
/// @param accountId for keys and accounts: decides the Redis slot; null for groups and models
public record Subject(SubjectKind kind, String id, @Nullable String accountId) {}
