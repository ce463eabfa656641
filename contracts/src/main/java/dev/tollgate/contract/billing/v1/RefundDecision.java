package dev.tollgate.contract.billing.v1;

import org.jspecify.annotations.Nullable;

/// An operator's word on a refund that was asked for.
public record RefundDecision(@Nullable String note) {}
