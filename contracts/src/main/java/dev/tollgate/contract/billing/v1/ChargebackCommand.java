package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Takes back what a customer's bank took back from us, once per idempotency key: what is free goes, the rest
/// becomes the account's entry in `receivable`, and the account is frozen (rules 10).
///
/// @param amount nano-credits, a decimal string, above zero
public record ChargebackCommand(
        @Nullable String amount,
        @Nullable String reason,
        @JsonProperty("idempotency_key") @Nullable String idempotencyKey) {}
