package dev.tollgate.edge.metering;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.util.Arrays;

/// By what a model is paid.
public final class Priced {
    private Priced() {}

    /// Whether units of this class cost anything.
    public static boolean by(ModelPrice price, UsageClass usage) {
        return price.tiers().stream().anyMatch(tier -> tier.nanosPerMillion().getOrDefault(usage, 0L) > 0);
    }

    /// Whether any token costs anything.
    public static boolean byTokens(ModelPrice price) {
        return Arrays.stream(UsageClass.values())
                .filter(usage -> usage.measure() != UsageClass.Measure.UNITS)
                .anyMatch(usage -> by(price, usage));
    }
}
