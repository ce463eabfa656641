package dev.tollgate.console.pricing;

import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One tier of a model's prices for a group, or of a deployment's cost, as a version has it. Amounts in
/// nano-credits.
///
/// @param group empty for a cost
/// @param units what is not counted in tokens
record PriceRow(
        String name, String group, long aboveInput, long input, long cachedInput, long output, List<Unit> units) {
    PriceRow {
        units = List.copyOf(units);
    }

    /// @param key the catalogue's word: `audio_minute`
    record Unit(String key, long amount) {}

    public boolean isFree() {
        return input == 0 && output == 0 && units.isEmpty();
    }

    static List<PriceRow> of(PriceList.Version version, @Nullable String search) {
        String wanted = search == null ? "" : search.strip().toLowerCase(Locale.ROOT);
        List<PriceRow> rows = new ArrayList<>();
        version.prices()
                .forEach(price -> price.tiers().forEach(tier -> rows.add(row(price.model(), price.group(), tier))));
        version.costs().forEach(cost -> cost.tiers().forEach(tier -> rows.add(row(cost.deployment(), "", tier))));
        rows.removeIf(row ->
                !(row.name() + " " + row.group()).toLowerCase(Locale.ROOT).contains(wanted));
        return rows;
    }

    private static PriceRow row(String name, String group, Tier tier) {
        List<Unit> units = new ArrayList<>();
        for (UsageClass usage : UsageClass.values()) {
            long price = price(tier, usage);
            if (usage.measure() == UsageClass.Measure.UNITS && price > 0) {
                units.add(new Unit(Amount.key(usage), Amount.shown(usage, price)));
            }
        }
        return new PriceRow(
                name,
                group,
                tier.aboveInput(),
                price(tier, UsageClass.INPUT),
                price(tier, UsageClass.CACHED_INPUT),
                price(tier, UsageClass.OUTPUT),
                units);
    }

    private static long price(Tier tier, UsageClass usage) {
        return tier.nanosPerMillion().getOrDefault(usage, 0L);
    }
}
