package dev.tollgate.contract.billing.v1;

import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.money.Cost;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What quantities cost: by the tier of their total input, each component rounded up once (rules 19). The edge's
/// charge, billing's settlement, the provider's cost, a replay and the verifier all ask here.
public final class Pricing {
    private static final UsageClass[] CLASSES = UsageClass.values();

    private Pricing() {}

    /// @param tiers ascending, of one model and group or of one deployment
    /// @throws IllegalArgumentException when a consumed class has no price: never a silent zero
    /// @throws ArithmeticException when the sum exceeds a `long`
    public static Priced price(List<Tier> tiers, Quantities quantities) {
        Tier tier = tierOf(tiers, quantities.input());
        long total = 0;
        for (UsageClass usage : CLASSES) {
            long quantity = quantities.get(usage);
            if (quantity > 0) {
                total = Math.addExact(total, Cost.component(quantity, price(tier, usage)));
            }
        }
        return new Priced(tier, quantities, total);
    }

    /// What an answer from a cache costs: each price is multiplied first, rounded half to even, and each component
    /// rounded up as ever. Never more than the whole price.
    ///
    /// @param ppm what is charged of the price, in parts per million; at most a million
    public static Priced price(List<Tier> tiers, long ppm, Quantities quantities) {
        Tier whole = tierOf(tiers, quantities.input());
        Map<UsageClass, Long> prices = new EnumMap<>(UsageClass.class);
        whole.nanosPerMillion().forEach((usage, nanos) -> prices.put(usage, Cost.effectivePrice(nanos, ppm)));
        return price(List.of(new Tier(whole.aboveInput(), prices)), quantities);
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
    /// @param tier which one it was
    public record Priced(Tier tier, Quantities quantities, long total) {
        public long aboveInput() {
            return tier.aboveInput();
        }

        /// Of the classes that were consumed, per million.
        public Map<String, Long> pricesByWireName() {
            return quantities.byWireName(usage -> price(tier, usage));
        }

        /// Their sum is the total.
        public Map<String, Long> componentsByWireName() {
            return quantities.byWireName(usage -> Cost.component(quantities.get(usage), price(tier, usage)));
        }
    }
}
