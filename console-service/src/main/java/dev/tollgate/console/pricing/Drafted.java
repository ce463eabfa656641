package dev.tollgate.console.pricing;

import dev.tollgate.console.web.Form;
import dev.tollgate.contract.billing.v1.PriceDiff;
import dev.tollgate.contract.billing.v1.PriceDraftView;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A draft's lines, found from the version that it comes upon and from what it changes there. Prices are told
/// with their group's multiplier applied: those of a group at 1 are the draft's own, digit by digit.
record Drafted(PriceList.Version version, List<PriceDiff.Change> changes) {
    private static final long ONE = 1_000_000;
    private static final String PRICE = "price";

    void store(Form form, PriceDraftView draft) {
        int prices = 0;
        for (String model : draft.models()) {
            prices = store(form, "p", prices, model);
        }
        int costs = 0;
        for (String deployment : draft.deployments()) {
            costs = store(form, "c", costs, deployment);
        }
        int groups = 0;
        for (String group : draft.groups()) {
            DraftLines.Row row = new DraftLines.Row("g" + groups++);
            form.store(row.name("id"), group).store(row.name("multiplier"), multiplier(group, draft.models()));
        }
        form.store("rows_p", prices)
                .store("rows_c", costs)
                .store("rows_g", groups)
                .store("note", draft.note())
                .store("withdraw", String.join("\n", draft.withdrawn()));
    }

    /// @return the number of the line after those of this model or deployment
    int store(Form form, String kind, int first, String id) {
        String group = kind.equals("c") ? null : plainest(id);
        List<Tier> tiers = tiers(id, group, kind.equals("c") ? "cost" : PRICE);
        return tiers.isEmpty()
                ? first
                : DraftLines.store(form, kind, first, id, tiers, group == null ? ONE : ppm(group));
    }

    /// The group whose multiplier hides the least.
    private String plainest(String model) {
        String some = "";
        for (String group : groups(model)) {
            if (ppm(group) == ONE) {
                return group;
            }
            some = group;
        }
        return some;
    }

    private List<String> groups(String model) {
        List<String> priced = version.prices().stream()
                .filter(price -> price.model().equals(model))
                .map(ModelPrice::group)
                .toList();
        return priced.isEmpty()
                ? changes.stream()
                        .filter(change ->
                                change.kind().equals(PRICE) && change.name().equals(model))
                        .map(change -> Objects.requireNonNullElse(change.group(), ""))
                        .distinct()
                        .toList()
                : priced;
    }

    private long ppm(String group) {
        for (ModelPrice price : version.prices()) {
            Long multiplier = price.multiplierPpm();
            if (price.group().equals(group) && multiplier != null) {
                return multiplier;
            }
        }
        return ONE;
    }

    private List<Tier> tiers(String id, @Nullable String group, String kind) {
        TreeMap<Long, Map<UsageClass, Long>> tiers = new TreeMap<>();
        List<Tier> now = group == null
                ? version.costs().stream()
                        .filter(cost -> cost.deployment().equals(id))
                        .flatMap(cost -> cost.tiers().stream())
                        .toList()
                : version.prices().stream()
                        .filter(price ->
                                price.model().equals(id) && price.group().equals(group))
                        .flatMap(price -> price.tiers().stream())
                        .toList();
        now.forEach(tier -> tiers.put(tier.aboveInput(), new EnumMap<>(tier.nanosPerMillion())));
        for (PriceDiff.Change change : changes) {
            if (change.kind().equals(kind) && change.name().equals(id) && Objects.equals(change.group(), group)) {
                Map<UsageClass, Long> prices =
                        tiers.computeIfAbsent(change.aboveInput(), _ -> new EnumMap<>(UsageClass.class));
                UsageClass usage = UsageClass.ofWireName(change.usage());
                String after = change.after();
                if (after == null) {
                    prices.remove(usage);
                } else {
                    prices.put(usage, Long.valueOf(after));
                }
            }
        }
        tiers.values().removeIf(Map::isEmpty);
        return tiers.entrySet().stream()
                .map(tier -> new Tier(tier.getKey(), tier.getValue()))
                .toList();
    }

    /// From a price that nothing else changes; the dearest tells it best.
    private String multiplier(String group, List<String> models) {
        return changes.stream()
                .filter(change -> group.equals(change.group()) && !models.contains(change.name()))
                .filter(change -> change.before() != null && change.after() != null && !"0".equals(change.before()))
                .max((one, other) -> Long.compare(
                        Long.parseLong(Objects.requireNonNull(one.before())),
                        Long.parseLong(Objects.requireNonNull(other.before()))))
                .map(change -> new BigDecimal(Objects.requireNonNull(change.after()))
                        .multiply(BigDecimal.valueOf(ppm(group)))
                        .divide(new BigDecimal(Objects.requireNonNull(change.before())), 0, RoundingMode.HALF_EVEN)
                        .movePointLeft(6)
                        .stripTrailingZeros()
                        .toPlainString())
                .orElse("");
    }
}
