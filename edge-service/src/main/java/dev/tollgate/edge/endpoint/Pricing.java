package dev.tollgate.edge.endpoint;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.util.Arrays;

/// By what a price list charges for a model: what has no price need not be counted.
public final class Pricing {
    private Pricing() {}

    /// Whether tokens cost something. Where there are tiers their number decides, whatever they cost themselves.
    public static boolean byTokens(ModelPrice price) {
        return price.tiers().size() > 1
                || Arrays.stream(UsageClass.values())
                        .anyMatch(usage -> usage.measure() != UsageClass.Measure.UNITS && costs(price, usage));
    }

    /// Whether these units are what is to be counted: they cost something, or nothing does.
    public static boolean byUnits(ModelPrice price, UsageClass units) {
        return costs(price, units) || !byTokens(price);
    }

    /// Whether units of this class cost something.
    public static boolean costs(ModelPrice price, UsageClass usage) {
        return price.tiers().stream().anyMatch(tier -> tier.nanosPerMillion().getOrDefault(usage, 0L) > 0);
    }
}
