package dev.tollgate.billing.pricing;

import dev.tollgate.contract.billing.v1.PriceDiff;
import dev.tollgate.contract.billing.v1.PriceDiff.Change;
import dev.tollgate.contract.billing.v1.PriceList.DeploymentCost;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Compares effective prices, one by one.
final class PriceDiffs {
    /// Changes that are told; a list has thousands of prices.
    static final int CHANGES_MAX = 10_000;

    private static final Comparator<Place> ORDER = Comparator.comparing(Place::kind)
            .thenComparing(Place::name)
            .thenComparing(Place::group)
            .thenComparing(Place::aboveInput)
            .thenComparing(Place::usage);

    private PriceDiffs() {}

    static PriceDiff between(String from, CompiledPrices before, String to, CompiledPrices after) {
        Map<Place, Long> was = flat(before);
        Map<Place, Long> is = flat(after);
        TreeMap<Place, Change> changes = new TreeMap<>(ORDER);
        was.forEach((place, price) -> note(changes, place, price, is.get(place)));
        is.forEach((place, price) -> note(changes, place, was.get(place), price));
        List<Change> all = List.copyOf(changes.values());
        boolean truncated = all.size() > CHANGES_MAX;
        return new PriceDiff(from, to, truncated ? all.subList(0, CHANGES_MAX) : all, truncated);
    }

    private static void note(Map<Place, Change> changes, Place place, @Nullable Long before, @Nullable Long after) {
        if (!Objects.equals(before, after)) {
            changes.put(place, place.change(before, after));
        }
    }

    private static Map<Place, Long> flat(CompiledPrices prices) {
        TreeMap<Place, Long> flat = new TreeMap<>(ORDER);
        for (ModelPrice price : prices.prices()) {
            flat(flat, new Place("price", price.model(), price.group(), 0, UsageClass.INPUT), price.tiers());
            if (price.batch() != null) {
                Place place = new Place("batch_price", price.model(), price.group(), 0, UsageClass.INPUT);
                flat(flat, place, price.batch().tiers());
            }
        }
        for (DeploymentCost cost : prices.costs()) {
            flat(flat, new Place("cost", cost.deployment(), "", 0, UsageClass.INPUT), cost.tiers());
        }
        return flat;
    }

    private static void flat(Map<Place, Long> flat, Place of, List<Tier> tiers) {
        for (Tier tier : tiers) {
            tier.nanosPerMillion()
                    .forEach((usage, price) ->
                            flat.put(new Place(of.kind(), of.name(), of.group(), tier.aboveInput(), usage), price));
        }
    }

    private record Place(String kind, String name, String group, long aboveInput, UsageClass usage) {
        Change change(@Nullable Long before, @Nullable Long after) {
            return new Change(
                    kind,
                    name,
                    kind.equals("cost") ? null : group,
                    aboveInput,
                    usage.wireName(),
                    before == null ? null : before.toString(),
                    after == null ? null : after.toString());
        }
    }
}
