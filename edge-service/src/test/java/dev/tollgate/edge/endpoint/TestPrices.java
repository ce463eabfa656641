package dev.tollgate.edge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.metering.HoldCalculator;
import dev.tollgate.edge.metering.PriceCalculator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Models and their prices, for tests of what a request can consume.
public final class TestPrices {
    private TestPrices() {}

    /// Nano-credits per million; what is not named costs nothing.
    public static ModelPrice of(Map<UsageClass, Long> prices) {
        Map<UsageClass, Long> all = new EnumMap<>(UsageClass.class);
        for (UsageClass usage : UsageClass.values()) {
            all.put(usage, prices.getOrDefault(usage, 0L));
        }
        return new ModelPrice("m", "g", List.of(new Tier(0, all)));
    }

    public static Catalogue.Model model(long window, long outputBound, Map<String, Long> imageSizes) {
        return new Catalogue.Model(
                "m",
                List.of(),
                "o",
                window,
                outputBound,
                1,
                List.of(),
                RateLimits.NONE,
                null,
                0,
                new Catalogue.Media(imageSizes, 1));
    }

    /// What is held for a request of these bounds.
    public static long hold(ModelPrice price, Bounds bounds) {
        return HoldCalculator.of(price.tiers(), bounds.input(), bounds.units()).hold(bounds.output());
    }

    /// The promise of a hold (rules 13).
    public static void assertHeld(ModelPrice price, Bounds bounds, Quantities used) {
        assertThat(PriceCalculator.charge(price.tiers(), used).total()).isLessThanOrEqualTo(hold(price, bounds));
    }
}
