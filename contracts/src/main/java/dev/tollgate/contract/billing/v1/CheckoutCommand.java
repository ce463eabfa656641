package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Asks for a page on which an account's top-up is paid, once per idempotency key. Exactly one of `credits` and
/// `amount` is given; what does not convert into a whole number of the other is refused.
///
/// @param credits nano-credits to buy, a decimal string
/// @param amount what to pay, in the currency's minor units (cents, fen)
/// @param currency `usd` unless said
/// @param method `card`, `alipay` or `wechat_pay`; the currency's first one unless said
/// @param saveCard keep the card for auto top-ups
public record CheckoutCommand(
        @Nullable String credits,
        @Nullable Long amount,
        @Nullable String currency,
        @Nullable String method,
        @JsonProperty("save_card") @Nullable Boolean saveCard,
        @JsonProperty("idempotency_key") @Nullable String idempotencyKey) {}
