package dev.tollgate.billing.payment;

import dev.tollgate.billing.internal.Required;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What credit costs, by currency, and what a top-up may be of.
@Singleton
class Rates {
    private static final long NANOS_PER_CREDIT = 1_000_000_000L;

    private final Map<String, Rate> byCurrency = new LinkedHashMap<>();
    private final long minimum;
    private final long maximum;

    Rates(PaymentConfig config) {
        config.rates().stream().map(Rate::parse).forEach(rate -> byCurrency.put(rate.currency(), rate));
        minimum = Math.multiplyExact(config.minimumCredits(), NANOS_PER_CREDIT);
        maximum = Math.multiplyExact(config.maximumCredits(), NANOS_PER_CREDIT);
    }

    List<Rate> all() {
        return List.copyOf(byCurrency.values());
    }

    /// The rate of a currency, the first one's for none; 400 when there is none.
    Rate of(@Nullable String currency) {
        Rate rate = currency == null
                ? byCurrency.values().iterator().next()
                : byCurrency.get(currency.toLowerCase(Locale.ROOT));
        if (rate == null) {
            throw Required.invalid(
                    "currency", "currency must be one of " + String.join(", ", byCurrency.keySet()) + ".");
        }
        return rate;
    }

    /// What is bought for what; each failure is a 400 that names the field.
    Price price(Rate rate, @Nullable String credits, @Nullable Long amount) {
        if ((credits == null) == (amount == null)) {
            throw Required.invalid("credits", "Send either credits or amount.");
        }
        Price price = credits == null
                ? byAmount(rate, amount == null ? 0 : amount)
                : byCredits(rate, Required.positiveNanos(credits, "credits"));
        String param = credits == null ? "amount" : "credits";
        if (price.credits() < minimum || price.credits() > maximum) {
            throw Required.invalid(
                    param,
                    "A top-up is of " + minimum / NANOS_PER_CREDIT + " to " + maximum / NANOS_PER_CREDIT + " credits.");
        }
        return price;
    }

    private static Price byCredits(Rate rate, long credits) {
        OptionalLong amount = rate.amountOf(credits);
        if (amount.isEmpty()) {
            throw Required.invalid(
                    "credits",
                    "credits does not cost a whole number of minor units: " + rate.minor() + " of " + rate.currency()
                            + " buy " + rate.nanos() + " nano-credits.");
        }
        return new Price(credits, amount.getAsLong(), rate.currency());
    }

    private static Price byAmount(Rate rate, long amount) {
        if (amount <= 0) {
            throw Required.invalid("amount", "amount must be above zero, in minor units.");
        }
        OptionalLong credits = rate.creditsOf(amount);
        if (credits.isEmpty()) {
            throw Required.invalid(
                    "amount",
                    "amount does not buy a whole number of nano-credits: " + rate.minor() + " minor units of "
                            + rate.currency() + " buy " + rate.nanos() + ".");
        }
        return new Price(credits.getAsLong(), amount, rate.currency());
    }

    /// @param credits nano-credits
    /// @param amount minor units
    record Price(long credits, long amount, String currency) {}
}
