package dev.tollgate.edge.metering;

import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.money.Cost;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/// A true bound of what a request can cost, in nano-credits (rules 13): all input at the dearest class it may turn
/// out to be, all output at the dearest of its classes, in the dearest tier that the input can reach, and all
/// units.
public final class HoldCalculator {
    private static final UsageClass[] CLASSES = UsageClass.values();

    /// Each class is rounded up on its own; the bound rounds the tokens twice.
    private static final long ROUNDING = Arrays.stream(CLASSES)
                    .filter(usage -> usage.measure() != UsageClass.Measure.UNITS)
                    .count()
            - 2;

    private final long inputCost;
    private final long outputPrice;

    private HoldCalculator(long inputCost, long outputPrice) {
        this.inputCost = inputCost;
        this.outputPrice = outputPrice;
    }

    /// @param inputBound tokens, a true upper bound
    /// @param units a true upper bound of what counts no tokens
    public static HoldCalculator of(List<Tier> tiers, long inputBound, Quantities units) {
        long input = 0;
        long output = 0;
        long fixed = 0;
        for (int i = 0; i < tiers.size(); i++) {
            Tier tier = tiers.get(i);
            if (i == 0 || inputBound > tier.aboveInput()) {
                for (UsageClass usage : CLASSES) {
                    long price = PriceCalculator.price(tier, usage);
                    input = usage.isInput() ? Math.max(input, price) : input;
                    output = usage.isOutput() ? Math.max(output, price) : output;
                }
                fixed = Math.max(fixed, cost(tier, units));
            }
        }
        long cost = Math.addExact(Cost.component(inputBound, input), fixed);
        return new HoldCalculator(input == 0 && output == 0 ? cost : Math.addExact(cost, ROUNDING), output);
    }

    private static long cost(Tier tier, Quantities units) {
        long cost = 0;
        for (UsageClass usage : CLASSES) {
            long quantity = units.get(usage);
            if (quantity > 0) {
                cost = Math.addExact(cost, Cost.component(quantity, PriceCalculator.price(tier, usage)));
            }
        }
        return cost;
    }

    /// What the request can cost with this many output tokens, over all choices.
    public long hold(long outputTokens) {
        return Math.addExact(inputCost, Cost.component(outputTokens, outputPrice));
    }

    /// What input and units alone can cost.
    public long inputCost() {
        return inputCost;
    }

    /// Output tokens that a hold pays for; `Long.MAX_VALUE` when output is free.
    public long affordable(long hold) {
        long left = hold - inputCost;
        if (left < 0) {
            return 0;
        }
        if (outputPrice == 0) {
            return Long.MAX_VALUE;
        }
        if (left <= Long.MAX_VALUE / Cost.PER_MILLION) {
            return left * Cost.PER_MILLION / outputPrice;
        }
        return BigInteger.valueOf(left)
                .multiply(BigInteger.valueOf(Cost.PER_MILLION))
                .divide(BigInteger.valueOf(outputPrice))
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValue();
    }
}
