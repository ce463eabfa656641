package dev.tollgate.console.models;

import dev.tollgate.console.models.ExchangeResource.Exchange;
import dev.tollgate.console.models.ExchangeResource.Rate;
import dev.tollgate.console.web.Address;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How prices are told: nominal, in credits, or as what those credits cost when they are bought, in a currency.
///
/// @param rate of the currency; null for credits
public record PriceScale(@Nullable Rate rate, List<Rate> rates) {
    static final String TOP_UP = "top-up";

    private static final int NANO_DIGITS = 9;

    public PriceScale {
        rates = List.copyOf(rates);
    }

    /// @param usual the currency when none is named, or none that there is
    static PriceScale of(PriceChoice asked, Exchange exchange, String usual) {
        List<Rate> rates = exchange.currencies();
        if (!TOP_UP.equals(asked.price()) || rates.isEmpty()) {
            return new PriceScale(null, rates);
        }
        return new PriceScale(
                find(rates, asked.currency()).or(() -> find(rates, usual)).orElse(rates.getFirst()), rates);
    }

    public boolean isTopUp() {
        return rate != null;
    }

    /// The currency's code; empty for credits.
    public String currency() {
        return rate == null ? "" : rate.currency();
    }

    /// What the rate's credits cost, in the currency; zero without a rate.
    public BigDecimal money() {
        return rate == null ? BigDecimal.ZERO : tell(new BigDecimal(rate.credits()));
    }

    /// Nano-credits on this scale, exact to 16 digits.
    public BigDecimal tell(BigDecimal nanos) {
        if (rate == null) {
            return nanos.movePointLeft(NANO_DIGITS);
        }
        int digits =
                Currency.getInstance(rate.currency().toUpperCase(Locale.ROOT)).getDefaultFractionDigits();
        return nanos.multiply(new BigDecimal(rate.amount()))
                .divide(new BigDecimal(rate.credits()), MathContext.DECIMAL64)
                .movePointLeft(digits);
    }

    /// Our page told on this scale.
    public String on(String path) {
        Address address = new Address(path);
        return rate == null
                ? address.text()
                : address.with("price", TOP_UP)
                        .with("currency", rate.currency())
                        .text();
    }

    /// The same list in credits.
    public String nominal(Address list) {
        return new PriceScale(null, rates).on(list.text());
    }

    /// The same list in a currency; that of now, or the first, when none is named.
    public String topUp(Address list, String currency) {
        Rate wanted = find(rates, currency).orElse(rate == null ? rates.getFirst() : rate);
        return new PriceScale(wanted, rates).on(list.text());
    }

    private static Optional<Rate> find(List<Rate> rates, @Nullable String currency) {
        return rates.stream()
                .filter(one -> one.currency().equalsIgnoreCase(currency))
                .findFirst();
    }
}
