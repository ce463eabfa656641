package dev.tollgate.edge.metering;

import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.money.Cost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Prices quantities by the tier of their total input, each component rounded up once (rules 19).
public final class PriceCalculator {
    private PriceCalculator() {}

    /// @param tiers ascending, of one model and group or of one deployment
    /// @throws IllegalArgumentException when a consumed class has no price: never a silent zero
    public static Charge charge(List<Tier> tiers, Quantities quantities) {
        Tier tier = tierOf(tiers, quantities.input());
        Map<String, Long> components = new LinkedHashMap<>();
        long total = 0;
        for (UsageClass usage : UsageClass.values()) {
            long quantity = quantities.get(usage);
            if (quantity > 0) {
                long cost = Cost.component(quantity, price(tier, usage));
                components.put(usage.wireName(), cost);
                total = Math.addExact(total, cost);
            }
        }
        return new Charge(components, total);
    }

    /// The tier for this many input tokens: the last one whose threshold is exceeded.
    public static Tier tierOf(List<Tier> tiers, long input) {
        Tier found = tiers.getFirst();
        for (Tier tier : tiers) {
            if (input > tier.aboveInput()) {
                found = tier;
            }
        }
        return found;
    }

    static long price(Tier tier, UsageClass usage) {
        Long price = tier.nanosPerMillion().get(usage);
        if (price == null) {
            throw new IllegalArgumentException("no price for " + usage.wireName());
        }
        return price;
    }
}
