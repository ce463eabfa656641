package dev.tollgate.console.insight;

import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageClass.Measure;
import io.quarkus.qute.TemplateExtension;
import io.quarkus.qute.TemplateExtension.TemplateAttribute;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.Map;

/// How pages write figures where space is short, as `figure:` in templates; what is exact stands in tables.
@TemplateExtension(namespace = "figure")
public final class Figures {
    private static final int NANO_DIGITS = 9;
    private static final int MONEY_DIGITS = 2;
    private static final int SMALL_DIGITS = 4;
    private static final BigDecimal SMALL = new BigDecimal("0.001");
    private static final MathContext SHORT = new MathContext(3, RoundingMode.HALF_EVEN);
    private static final long PER_MILLE = 1_000;

    private Figures() {}

    /// Nano-credits as credits: two decimals, four below one, and three digits of what is smaller still.
    public static String credits(long nanos, @TemplateAttribute Object locale) {
        BigDecimal credits = BigDecimal.valueOf(nanos, NANO_DIGITS);
        boolean whole = nanos == 0 || credits.abs().compareTo(BigDecimal.ONE) >= 0;
        int digits = whole ? MONEY_DIGITS : SMALL_DIGITS;
        BigDecimal brief = credits.setScale(digits, RoundingMode.HALF_EVEN);
        DecimalFormat format = (DecimalFormat) NumberFormat.getInstance(known(locale));
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(NANO_DIGITS);
        return format.format(!whole && credits.abs().compareTo(SMALL) < 0 ? credits.round(SHORT) : brief);
    }

    /// Nano-credits as credits for programs: `0.000025`.
    public static String plain(long nanos) {
        return BigDecimal.valueOf(nanos, NANO_DIGITS).stripTrailingZeros().toPlainString();
    }

    /// A large count: `12.3K`.
    public static String compact(long count, @TemplateAttribute Object locale) {
        NumberFormat format = NumberFormat.getCompactNumberInstance(known(locale), NumberFormat.Style.SHORT);
        format.setMaximumFractionDigits(1);
        return format.format(count);
    }

    /// A part of a whole: `1.5 %`.
    public static String share(long part, long whole) {
        long perMille = whole == 0 ? 0 : part * PER_MILLE / whole;
        return perMille / 10 + "." + perMille % 10 + " %";
    }

    /// A text as an address has it.
    public static String query(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// The tokens that went in, of quantities by class.
    public static long input(Map<String, Long> quantities) {
        return sum(quantities, Measure.INPUT_TOKENS);
    }

    /// The tokens that came out.
    public static long output(Map<String, Long> quantities) {
        return sum(quantities, Measure.OUTPUT_TOKENS);
    }

    /// Both.
    public static long tokens(Map<String, Long> quantities) {
        return input(quantities) + output(quantities);
    }

    private static long sum(Map<String, Long> quantities, Measure measure) {
        long sum = 0;
        for (UsageClass one : UsageClass.values()) {
            if (one.measure() == measure) {
                sum += quantities.getOrDefault(one.wireName(), 0L);
            }
        }
        return sum;
    }

    private static Locale known(Object locale) {
        return locale instanceof Locale one ? one : Locale.forLanguageTag(locale.toString());
    }
}
