package dev.tollgate.edge.journal;

import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.money.Cost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the usage record of a request that was cut off by the death of its edge: what was delivered by its last
/// progress, marked interrupted and estimated (rules 3). The same frames make the same record. Pure.
final class Interrupted {
    private static final int OK = 200;

    private Interrupted() {}

    /// Nothing is charged when nothing is known to have reached the caller (rules 17).
    /// A batch's line is answered whole or not at all, and asked again by its name: what was cut off is not
    /// charged.
    static UsageFrame.Done record(UsageFrame.Open open, UsageFrame.@Nullable Progress last) {
        UsageFrame.Progress progress = open.subject().ofBatch() ? null : last;
        Map<String, Long> quantities = new LinkedHashMap<>();
        Map<String, Long> components = new LinkedHashMap<>();
        UsageFrame.RecoveryPrices prices = open.prices();
        if (progress != null) {
            add(quantities, components, "input", open.inputBound(), prices == null ? 0 : prices.input());
            String output = open.outputClass() == null ? "output" : open.outputClass();
            add(quantities, components, output, progress.delivered(), prices == null ? 0 : prices.output());
            Map<String, Long> ofUnits = prices == null || prices.units() == null ? Map.of() : prices.units();
            units(open)
                    .forEach((unit, quantity) ->
                            add(quantities, components, unit, quantity, ofUnits.getOrDefault(unit, 0L)));
        }
        long charge = components.values().stream().mapToLong(Long::longValue).sum();
        Map<String, Long> incurred = progress == null ? sent(open) : quantities;
        return new UsageFrame.Done(
                UsageFrame.VERSION,
                open.subject(),
                quantities,
                components,
                charge,
                incurred,
                null,
                UsageFrame.Outcome.INTERRUPTED,
                true,
                progress == null ? 0 : OK,
                null,
                null,
                null,
                List.of(),
                null,
                0);
    }

    /// What the provider may have begun to work on.
    private static Map<String, Long> sent(UsageFrame.Open open) {
        Map<String, Long> sent = new LinkedHashMap<>(units(open));
        if (open.inputBound() > 0 || sent.isEmpty()) {
            sent.put("input", open.inputBound());
        }
        return sent;
    }

    private static Map<String, Long> units(UsageFrame.Open open) {
        return open.units() == null ? Map.of() : open.units();
    }

    private static void add(
            Map<String, Long> quantities, Map<String, Long> components, String usage, long quantity, long price) {
        if (quantity > 0) {
            quantities.put(usage, quantity);
            components.put(usage, Cost.component(quantity, price));
        }
    }
}
