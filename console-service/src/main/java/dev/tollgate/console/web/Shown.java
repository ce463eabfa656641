package dev.tollgate.console.web;

import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateExtension;
import io.quarkus.qute.TemplateExtension.TemplateAttribute;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How pages write amounts, counts and times, as `show:` in templates: in the reader's language, and never by floating
/// point.
@TemplateExtension(namespace = "show")
public final class Shown {
    private static final int NANO_DIGITS = 9;
    private static final int MONEY_DIGITS = 2;
    private static final int PRICE_DIGITS = 3;

    private Shown() {}

    /// Nano-credits as credits, exactly, with two decimals at least: `1,234.50`.
    public static String credits(long nanos, @TemplateAttribute Object locale) {
        return exact(BigDecimal.valueOf(nanos, NANO_DIGITS), locale);
    }

    /// The same, of the texts that JSON has.
    public static String credits(String nanos, @TemplateAttribute Object locale) {
        return exact(new BigDecimal(nanos).movePointLeft(NANO_DIGITS), locale);
    }

    /// Rounded to two decimals, where space is short and the exact amount stands elsewhere.
    public static String about(long nanos, @TemplateAttribute Object locale) {
        BigDecimal credits = BigDecimal.valueOf(nanos, NANO_DIGITS).setScale(MONEY_DIGITS, RoundingMode.HALF_EVEN);
        return exact(credits, locale);
    }

    /// An amount of real money, in its currency's smallest unit.
    public static String money(long minor, String currency, @TemplateAttribute Object locale) {
        Currency unit = Currency.getInstance(currency.toUpperCase(Locale.ROOT));
        NumberFormat format = NumberFormat.getCurrencyInstance(numbers(locale));
        format.setCurrency(unit);
        int digits = unit.getDefaultFractionDigits();
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format.format(BigDecimal.valueOf(minor, digits));
    }

    /// A price, short: three digits that count at least, and the currency's sign; credits have none.
    ///
    /// @param currency a code, or empty for credits
    public static String price(BigDecimal amount, String currency, @TemplateAttribute Object locale) {
        int digits =
                Math.clamp(PRICE_DIGITS - 1L - (amount.precision() - amount.scale() - 1), MONEY_DIGITS, NANO_DIGITS);
        BigDecimal rounded = amount.setScale(digits, RoundingMode.HALF_EVEN);
        if (currency.isEmpty()) {
            return exact(rounded, locale);
        }
        NumberFormat format = NumberFormat.getCurrencyInstance(numbers(locale));
        format.setCurrency(Currency.getInstance(currency.toUpperCase(Locale.ROOT)));
        format.setMinimumFractionDigits(MONEY_DIGITS);
        format.setMaximumFractionDigits(NANO_DIGITS);
        return format.format(rounded);
    }

    /// A count: requests, tokens.
    public static String count(long count, @TemplateAttribute Object locale) {
        return NumberFormat.getIntegerInstance(numbers(locale)).format(count);
    }

    /// A moment; scripts tell it in the reader's own time zone.
    public static RawString time(@Nullable Long unixSeconds, @TemplateAttribute Object locale) {
        if (unixSeconds == null) {
            return new RawString("–");
        }
        Instant moment = Instant.ofEpochSecond(unixSeconds);
        String text = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(numbers(locale))
                .format(moment.atZone(ZoneOffset.UTC));
        return new RawString("<time datetime=\"" + moment + "\">" + text + " UTC</time>");
    }

    /// How long something took: `850 ms`, `12.3 s`.
    public static String duration(long millis, @TemplateAttribute Object locale) {
        NumberFormat format = NumberFormat.getInstance(numbers(locale));
        format.setMaximumFractionDigits(1);
        return millis < Duration.ofSeconds(1).toMillis()
                ? format.format(millis) + " ms"
                : format.format(BigDecimal.valueOf(millis, 3)) + " s";
    }

    private static String exact(BigDecimal credits, Object locale) {
        DecimalFormat format = (DecimalFormat) NumberFormat.getInstance(numbers(locale));
        format.setMinimumFractionDigits(MONEY_DIGITS);
        format.setMaximumFractionDigits(NANO_DIGITS);
        return format.format(credits);
    }

    private static Locale numbers(Object locale) {
        Locale words = locale instanceof Locale known ? known : Locale.forLanguageTag(locale.toString());
        for (Language language : Language.values()) {
            if (language.words().getLanguage().equals(words.getLanguage())) {
                return language.numbers();
            }
        }
        return Locale.ENGLISH;
    }
}
