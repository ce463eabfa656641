package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Turns automatic top-ups on or off.
///
/// @param threshold nano-credits: below this much free credit a top-up is bought
/// @param credits nano-credits of each top-up
/// @param monthlyCap the most that a calendar month (UTC) may cost, in minor units of the currency
/// @param paymentMethod a saved card's id
public record AutoTopUpCommand(
        @Nullable Boolean enabled,
        @Nullable String threshold,
        @Nullable String credits,
        @JsonProperty("monthly_cap") @Nullable Long monthlyCap,
        @Nullable String currency,
        @JsonProperty("payment_method") @Nullable String paymentMethod) {}
