package dev.tollgate.contract.billing.v1;

import org.jspecify.annotations.Nullable;

/// Redeems a code.
///
/// @param code as it was told, in any case, with or without its dashes
public record RedeemCommand(@Nullable String code) {}
