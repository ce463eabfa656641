package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Asks for money back, once per idempotency key. Only credit that was paid for and is unused can be refunded.
///
/// @param credits nano-credits, a decimal string; everything that is unused when absent
public record RefundCommand(
        @Nullable String credits,
        @Nullable String reason,
        @JsonProperty("idempotency_key") @Nullable String idempotencyKey) {}
