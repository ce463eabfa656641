package dev.tollgate.billing.pricing;

import dev.tollgate.contract.billing.v1.PriceList.BatchPrice;
import dev.tollgate.contract.billing.v1.PriceList.DeploymentCost;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Effective prices in a fixed order, so that equal content is equal.
record CompiledPrices(List<ModelPrice> prices, List<DeploymentCost> costs) {
    static final CompiledPrices NONE = new CompiledPrices(List.of(), List.of());

    CompiledPrices {
        prices = prices.stream()
                .sorted(Comparator.comparing(ModelPrice::model).thenComparing(ModelPrice::group))
                .toList();
        costs = costs.stream()
                .sorted(Comparator.comparing(DeploymentCost::deployment))
                .toList();
    }

    /// Multiplies each model's price for each group that the model is in.
    ///
    /// @throws ArithmeticException when a price exceeds a `long`
    static CompiledPrices of(PriceBase base) {
        List<ModelPrice> prices = new ArrayList<>();
        for (CataloguePrices.Share share : base.groups()) {
            base.models().forEach((model, price) -> {
                if (share.has(model)) {
                    prices.add(new ModelPrice(
                            model, share.group(), price.times(share.ppm()), share.ppm(), batch(base, price, share)));
                }
            });
        }
        List<DeploymentCost> costs = base.costs().entrySet().stream()
                .map(entry ->
                        new DeploymentCost(entry.getKey(), entry.getValue().tiers()))
                .toList();
        return new CompiledPrices(prices, costs);
    }

    private static @Nullable BatchPrice batch(PriceBase base, BasePrice price, CataloguePrices.Share share) {
        long ppm = base.batchPpm(price, share);
        return ppm == 1_000_000 ? null : new BatchPrice(price.times(share.ppm(), ppm), ppm);
    }

    /// These prices with the pairs that only `other` has, and its costs.
    CompiledPrices withAdditionsOf(CompiledPrices other) {
        Map<Pair, ModelPrice> all = other.byPair();
        all.putAll(byPair());
        return new CompiledPrices(List.copyOf(all.values()), other.costs);
    }

    private Map<Pair, ModelPrice> byPair() {
        return prices.stream()
                .collect(Collectors.toMap(price -> new Pair(price.model(), price.group()), Function.identity()));
    }

    private record Pair(String model, String group) {}
}
