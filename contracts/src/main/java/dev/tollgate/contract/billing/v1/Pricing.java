package dev.tollgate.contract.billing.v1;

import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.money.Cost;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What quantities cost: by the tier of their total input, each component rounded up once (rules 19). The edge's
/// charge, billing's settlement, the provider's cost, a replay and the verifier all ask here.
public final class Pricing {
    private Pricing() {}

    /// @param tiers ascending, of one model and group or of one deployment
    /// @throws IllegalArgumentException when a consumed class has no price: never a silent zero
    /// @throws ArithmeticException when the sum exceeds a `long`
    public static Priced price(List<Tier> tiers, Quantities quantities) {
        Tier tier = tierOf(tiers, quantities.input());
        Map<UsageClass, Long> prices = new EnumMap<>(UsageClass.class);
        Map<UsageClass, Long> components = new EnumMap<>(UsageClass.class);
        long total = 0;
        for (UsageClass usage : UsageClass.values()) {
            long quantity = quantities.get(usage);
            if (quantity > 0) {
                long price = price(tier, usage);
                long cost = Cost.component(quantity, price);
                prices.put(usage, price);
                components.put(usage, cost);
                total = Math.addExact(total, cost);
            }
        }
        return new Priced(tier.aboveInput(), prices, components, total);
    }

    /// The tier for this many input tokens, all classes counted: the last one whose threshold is exceeded. It
    /// prices the whole request, so a usage record's quantities and price version say which one it was.
    public static Tier tierOf(List<Tier> tiers, long input) {
        Tier found = tiers.getFirst();
        for (Tier tier : tiers) {
            if (input > tier.aboveInput()) {
                found = tier;
            }
        }
        return found;
    }

    /// Nano-credits per million of a class.
    ///
    /// @throws IllegalArgumentException when it has none
    public static long price(Tier tier, UsageClass usage) {
        Long price = tier.nanosPerMillion().get(usage);
        if (price == null) {
            throw new IllegalArgumentException("no price for " + usage.wireName());
        }
        return price;
    }

    /// What quantities came to, in nano-credits.
    ///
    /// @param aboveInput which tier it was
    /// @param prices of the classes that were consumed, per million
    /// @param components their sum is the total
    public record Priced(long aboveInput, Map<UsageClass, Long> prices, Map<UsageClass, Long> components, long total) {
        public Priced {
            prices = Map.copyOf(prices);
            components = Map.copyOf(components);
        }

        public Map<String, Long> pricesByWireName() {
            return named(prices);
        }

        public Map<String, Long> componentsByWireName() {
            return named(components);
        }

        private static Map<String, Long> named(Map<UsageClass, Long> values) {
            Map<String, Long> named = new LinkedHashMap<>();
            for (UsageClass usage : UsageClass.values()) {
                Long value = values.get(usage);
                if (value != null) {
                    named.put(usage.wireName(), value);
                }
            }
            return named;
        }
    }
}
