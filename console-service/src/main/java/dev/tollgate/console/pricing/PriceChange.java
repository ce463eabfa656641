package dev.tollgate.console.pricing;

import dev.tollgate.contract.billing.v1.PriceDiff;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One price that a draft changes, as people read it.
///
/// @param key the class in the catalogue's words
/// @param before nano-credits as shown, as text; null where there was none
/// @param percent how much dearer, `+12.5 %`; empty where that means nothing
record PriceChange(
        String name,
        @Nullable String group,
        long aboveInput,
        String key,
        @Nullable String before,
        @Nullable String after,
        String percent) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /// Without what was not there and costs nothing: a model of text has no price of images to read about.
    static List<PriceChange> of(PriceDiff diff, @Nullable String search) {
        String wanted = search == null ? "" : search.strip().toLowerCase(Locale.ROOT);
        return diff.changes().stream()
                .filter(change -> change.before() != null || !"0".equals(change.after()))
                .filter(change -> (change.name() + " " + change.group())
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted))
                .map(PriceChange::of)
                .toList();
    }

    private static PriceChange of(PriceDiff.Change change) {
        UsageClass usage = UsageClass.ofWireName(change.usage());
        return new PriceChange(
                change.name(),
                change.group(),
                change.aboveInput(),
                Amount.key(usage),
                shown(usage, change.before()),
                shown(usage, change.after()),
                percent(change.before(), change.after()));
    }

    private static @Nullable String shown(UsageClass usage, @Nullable String nanos) {
        return nanos == null ? null : Long.toString(Amount.shown(usage, Long.parseLong(nanos)));
    }

    private static String percent(@Nullable String before, @Nullable String after) {
        if (before == null || after == null || before.equals("0")) {
            return "";
        }
        BigDecimal was = new BigDecimal(before);
        BigDecimal change =
                new BigDecimal(after).subtract(was).multiply(HUNDRED).divide(was, 1, RoundingMode.HALF_EVEN);
        return (change.signum() > 0 ? "+" : "") + change + " %";
    }
}
