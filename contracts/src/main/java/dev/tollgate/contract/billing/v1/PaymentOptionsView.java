package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Whether credit can be bought, and what it costs.
///
/// @param enabled false without a payment provider: redemption codes work all the same
/// @param test whether it is test money
public record PaymentOptionsView(String object, boolean enabled, boolean test, List<Currency> currencies) {
    public PaymentOptionsView {
        currencies = List.copyOf(currencies);
    }

    /// `amount` minor units buy `credits` nano-credits.
    public record Currency(
            String currency,
            long amount,

            @JsonFormat(shape = JsonFormat.Shape.STRING) @JsonProperty("credits")
            long credits,

            List<String> methods) {
        public Currency {
            methods = List.copyOf(methods);
        }
    }
}
