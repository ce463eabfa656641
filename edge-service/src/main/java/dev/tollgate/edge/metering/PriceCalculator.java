package dev.tollgate.edge.metering;

import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.Pricing;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.util.List;

/// Prices quantities by the arithmetic that billing settles with (rules 19).
public final class PriceCalculator {
    private PriceCalculator() {}

    /// @param tiers ascending, of one model and group or of one deployment
    /// @throws IllegalArgumentException when a consumed class has no price: never a silent zero
    public static Charge charge(List<Tier> tiers, Quantities quantities) {
        Pricing.Priced priced = Pricing.price(tiers, quantities);
        return new Charge(priced.componentsByWireName(), priced.total());
    }

    /// Of an answer from the cache.
    ///
    /// @param cachedPpm what is charged of the price, in parts per million
    public static Charge charge(List<Tier> tiers, long cachedPpm, Quantities quantities) {
        Pricing.Priced priced = Pricing.price(tiers, cachedPpm, quantities);
        return new Charge(priced.componentsByWireName(), priced.total());
    }

    /// The tier for this many input tokens: the last one whose threshold is exceeded.
    public static Tier tierOf(List<Tier> tiers, long input) {
        return Pricing.tierOf(tiers, input);
    }

    static long price(Tier tier, UsageClass usage) {
        return Pricing.price(tier, usage);
    }
}
