package dev.tollgate.console.billing;

import dev.tollgate.console.web.Form;
import dev.tollgate.contract.billing.v1.AutoTopUpCommand;
import dev.tollgate.contract.billing.v1.AutoTopUpView;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is typed about automatic top-ups, and the command that it makes.
final class AutoTopUpForm {
    static final List<String> FIELDS = List.of("threshold", "credits", "monthly_cap", "payment_method");

    private static final int NANO_DIGITS = 9;

    private AutoTopUpForm() {}

    static void store(Form form, AutoTopUpView auto) {
        if (auto.enabled()) {
            form.store("enabled", "yes");
        }
        if (auto.credits() > 0) {
            form.store("threshold", plain(BigDecimal.valueOf(auto.threshold(), NANO_DIGITS)))
                    .store("credits", plain(BigDecimal.valueOf(auto.credits(), NANO_DIGITS)))
                    .store("monthly_cap", plain(BigDecimal.valueOf(auto.monthlyCap(), digits(auto.currency()))))
                    .store("payment_method", auto.paymentMethod());
        }
    }

    /// One that is turned off tells nothing else: what was set stays for the next time.
    static AutoTopUpCommand command(Form form, String currency, BillingWords words) {
        if (!form.has("enabled")) {
            return new AutoTopUpCommand(false, null, null, null, null, null);
        }
        FIELDS.forEach(form::required);
        Long threshold = form.credits("threshold");
        Long credits = form.credits("credits");
        return new AutoTopUpCommand(
                true,
                threshold == null ? null : threshold.toString(),
                credits == null ? null : credits.toString(),
                money(form, currency, words),
                currency,
                form.text("payment_method"));
    }

    /// In the currency's minor units.
    private static @Nullable Long money(Form form, String currency, BillingWords words) {
        String typed = form.value("monthly_cap").replaceAll("[,_\\s]", "");
        int digits = digits(currency);
        if (typed.matches("\\d{1,9}(\\.\\d{1," + Math.max(1, digits) + "})?")) {
            BigDecimal minor = new BigDecimal(typed).movePointRight(digits).stripTrailingZeros();
            if (minor.signum() > 0 && minor.scale() <= 0) {
                return minor.longValueExact();
            }
        }
        form.mark("monthly_cap", words.notMoney());
        return null;
    }

    private static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }

    private static int digits(String currency) {
        return Currency.getInstance(currency.toUpperCase(Locale.ROOT)).getDefaultFractionDigits();
    }
}
