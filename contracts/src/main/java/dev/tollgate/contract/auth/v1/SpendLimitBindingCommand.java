package dev.tollgate.contract.auth.v1;

import org.jspecify.annotations.Nullable;

/// Whom a spend limit binds.
///
/// @param group only the account's keys of this group; null for all of them
public record SpendLimitBindingCommand(@Nullable String group) {}
