package dev.tollgate.contract.billing.v1;

import org.jspecify.annotations.Nullable;

/// A new target of alerts.
///
/// @param secret of a webhook: what signs its calls, told this once
public record CreatedAlertTarget(
        AlertTargetView target, @Nullable String secret) {}
