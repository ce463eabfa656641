package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A saved card, as far as we know it: its number is with the provider alone.
public record PaymentMethodView(
        String id,
        String object,
        String brand,
        String last4,
        @JsonProperty("exp_month") long expMonth,
        @JsonProperty("exp_year") long expYear) {}
