package dev.tollgate.console.billing;

import dev.tollgate.console.web.Form;
import dev.tollgate.contract.billing.v1.PaymentOptionsView;
import dev.tollgate.contract.billing.v1.PaymentOptionsView.Currency;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is typed about a top-up: how many credits, and how they are paid.
///
/// @param credits nano-credits, or null when nothing was chosen
record TopUp(@Nullable Long credits, Currency currency, String method) {
    static final List<String> FIELDS = List.of("own", "how", "save_card");
    /// The API's names of these.
    static final Map<String, String> NAMES = Map.of("credits", "own", "method", "how", "currency", "how");

    private static final List<Long> AMOUNTS = List.of(10L, 25L, 50L, 100L, 250L, 500L);
    private static final long NANOS = 1_000_000_000;

    /// @param options with a currency at least
    static TopUp of(Form form, PaymentOptionsView options) {
        Long own = form.credits("own");
        String pick = form.value("pick");
        Long credits = own != null || !pick.matches("\\d{1,6}") ? own : Long.valueOf(Long.parseLong(pick) * NANOS);
        return of(credits, form.value("how"), options);
    }

    /// @param how a currency and a method, such as `usd card`; the first there is when it is none of these
    static TopUp of(@Nullable Long credits, String how, PaymentOptionsView options) {
        for (Currency currency : options.currencies()) {
            for (String method : currency.methods()) {
                if (how.equals(currency.currency() + " " + method)) {
                    return new TopUp(credits, currency, method);
                }
            }
        }
        Currency first = options.currencies().getFirst();
        return new TopUp(credits, first, first.methods().getFirst());
    }

    /// In the currency's minor units; null when nothing was chosen, or it comes to no whole number of them.
    public @Nullable Long price() {
        Long wanted = credits;
        if (wanted == null) {
            return null;
        }
        BigInteger[] exact = BigInteger.valueOf(wanted)
                .multiply(BigInteger.valueOf(currency.amount()))
                .divideAndRemainder(BigInteger.valueOf(currency.credits()));
        return exact[1].signum() == 0 && exact[0].bitLength() < Long.SIZE ? Long.valueOf(exact[0].longValue()) : null;
    }

    /// Whether it is paid so.
    public boolean isBy(String currencyCode, String how) {
        return currency.currency().equals(currencyCode) && method.equals(how);
    }

    /// What the form offers, in credits.
    public List<Long> amounts() {
        return AMOUNTS;
    }
}
