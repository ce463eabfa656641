package dev.tollgate.billing.pricing;

import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.money.Cost;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// A price as the catalogue gives it, every class filled in, before any multiplier.
///
/// @param tiers ascending; the first is above 0
/// @param batchPpm what a batch pays of it, in parts per million; null where the group or the file says it
record BasePrice(List<Tier> tiers, @Nullable Long batchPpm) {
    BasePrice {
        tiers = List.copyOf(tiers);
    }

    BasePrice(List<Tier> tiers) {
        this(tiers, null);
    }

    /// @param ppm the group's multiplier, and a batch's, in parts per million: rounded once
    /// @throws ArithmeticException when a price exceeds a `long`
    List<Tier> times(long ppm, long batch) {
        return times(price -> Cost.effectivePrice(price, ppm, batch));
    }

    /// @param ppm the group's multiplier in parts per million
    /// @throws ArithmeticException when a price exceeds a `long`
    List<Tier> times(long ppm) {
        return times(price -> Cost.effectivePrice(price, ppm));
    }

    private List<Tier> times(LongUnaryOperator multiplied) {
        return tiers.stream().map(tier -> times(tier, multiplied)).toList();
    }

    private static Tier times(Tier tier, LongUnaryOperator multiplied) {
        Map<UsageClass, Long> prices = new EnumMap<>(UsageClass.class);
        tier.nanosPerMillion().forEach((kind, price) -> prices.put(kind, multiplied.applyAsLong(price)));
        return new Tier(tier.aboveInput(), prices);
    }
}
