package dev.tollgate.contract.billing.v1;

import org.jspecify.annotations.Nullable;

/// Names whom mails about an account's money go to.
///
/// @param email an address; nobody when absent
public record ContactCommand(@Nullable String email) {}
