package dev.tollgate.billing.pricing;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.Pricing;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.ReplayReport;
import dev.tollgate.contract.billing.v1.ReplayReport.OfModel;
import dev.tollgate.contract.money.Percent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What requests come to at other prices, one added after the other: each by the arithmetic that charged it. Not
/// thread-safe.
final class ReplaySum {
    private final Map<Subject, List<Tier>> prices = new HashMap<>();
    private final SortedMap<String, Sum> models = new TreeMap<>();
    private long read;

    ReplaySum(CompiledPrices compiled) {
        for (ModelPrice price : compiled.prices()) {
            prices.put(new Subject(price.model(), price.group()), price.tiers());
        }
    }

    /// How many were added.
    long read() {
        return read;
    }

    /// @param charge what the request was charged, in nano-credits
    void add(String model, String group, Map<String, Long> quantities, long charge) {
        read++;
        Sum sum = models.computeIfAbsent(model, _ -> new Sum());
        @Nullable List<Tier> tiers = prices.get(new Subject(model, group));
        if (tiers == null) {
            sum.unpriced++;
            return;
        }
        long anew = Pricing.price(tiers, Quantities.ofWireNames(quantities)).total();
        sum.records++;
        sum.before = Math.addExact(sum.before, charge);
        sum.after = Math.addExact(sum.after, anew);
    }

    ReplayReport report(long draftId, Instant from, Instant to) {
        Sum total = new Sum();
        for (Sum sum : models.values()) {
            total.records += sum.records;
            total.unpriced += sum.unpriced;
            total.before = Math.addExact(total.before, sum.before);
            total.after = Math.addExact(total.after, sum.after);
        }
        return new ReplayReport(
                "price_replay",
                Long.toString(draftId),
                from.getEpochSecond(),
                to.getEpochSecond(),
                total.records,
                total.unpriced,
                total.before,
                total.after,
                total.difference(),
                total.change(),
                models.entrySet().stream()
                        .map(entry -> entry.getValue().of(entry.getKey()))
                        .toList());
    }

    private record Subject(String model, String group) {}

    private static final class Sum {
        private long records;
        private long unpriced;
        private long before;
        private long after;

        long difference() {
            return after - before;
        }

        String change() {
            return Percent.change(difference(), before);
        }

        OfModel of(String model) {
            return new OfModel(model, records, unpriced, before, after, difference(), change());
        }
    }
}
