package dev.tollgate.bench.micro;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Prices of one model: every class has one, as the compiler of price lists sees to it.
public final class Prices {
    private static final long NANOS_PER_MILLION = 600_000_000L;

    private Prices() {}

    /// In one tier.
    public static ModelPrice model() {
        Map<UsageClass, Long> prices = new EnumMap<>(UsageClass.class);
        for (UsageClass usage : UsageClass.values()) {
            prices.put(usage, usage.isInput() ? NANOS_PER_MILLION / 4 : NANOS_PER_MILLION);
        }
        return new ModelPrice("gpt-4o-mini", "default", List.of(new Tier(0, prices)));
    }
}
