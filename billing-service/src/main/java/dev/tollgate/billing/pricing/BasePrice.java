package dev.tollgate.billing.pricing;

import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.money.Cost;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A price as the catalogue gives it, every class filled in, before any multiplier.
///
/// @param tiers ascending; the first is above 0
record BasePrice(List<Tier> tiers) {
    BasePrice {
        tiers = List.copyOf(tiers);
    }

    /// @param ppm the group's multiplier in parts per million
    /// @throws ArithmeticException when a price exceeds a `long`
    List<Tier> times(long ppm) {
        return tiers.stream().map(tier -> times(tier, ppm)).toList();
    }

    private static Tier times(Tier tier, long ppm) {
        Map<UsageClass, Long> prices = new EnumMap<>(UsageClass.class);
        tier.nanosPerMillion().forEach((kind, price) -> prices.put(kind, Cost.effectivePrice(price, ppm)));
        return new Tier(tier.aboveInput(), prices);
    }
}
