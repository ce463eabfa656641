package dev.tollgate.edge.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class HoldCalculatorTest {
    @Property
    void rule13AnyUsageWithinTheBoundsCostsNoMoreThanTheHold(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3) int tierCount,
            @ForAll @LongRange(max = 2_000_000) long inputBound,
            @ForAll @LongRange(max = 500_000) long outputBound) {
        Random random = new Random(seed);
        List<Tier> tiers = tiers(random, tierCount);
        Quantities units = Quantities.NONE;
        Quantities used = Quantities.NONE;
        long input = random.nextLong(inputBound + 1);
        long output = random.nextLong(outputBound + 1);
        for (UsageClass usage : UsageClass.values()) {
            switch (usage.measure()) {
                case INPUT_TOKENS -> used = used.with(usage, random.nextLong(input - used.input() + 1));
                case OUTPUT_TOKENS -> used = used.with(usage, random.nextLong(output - used.output() + 1));
                case UNITS -> {
                    long most = random.nextLong(1_000_000);
                    units = units.with(usage, most);
                    used = used.with(usage, random.nextLong(most + 1));
                }
            }
        }
        HoldCalculator calculator = HoldCalculator.of(tiers, inputBound, units);
        used = used.with(UsageClass.OUTPUT, used.get(UsageClass.OUTPUT) + output - used.output());
        assertThat(PriceCalculator.charge(tiers, used).total()).isLessThanOrEqualTo(calculator.hold(outputBound));
    }

    @Property
    void whatAHoldAffordsCostsNoMoreThanTheHold(
            @ForAll long seed,
            @ForAll @LongRange(max = 1_000_000) long inputBound,
            @ForAll @LongRange(max = 1_000_000_000_000L) long hold) {
        HoldCalculator calculator = HoldCalculator.of(tiers(new Random(seed), 2), inputBound, Quantities.NONE);
        long tokens = Math.min(calculator.affordable(hold), 1_000_000_000L);
        assertThat(tokens == 0 || calculator.hold(tokens) <= hold).isTrue();
    }

    /// What is granted for the least useful output must not come out as less, in amounts of any size.
    @Property
    void rule13AHoldForSomeTokensAffordsThem(
            @ForAll long seed,
            @ForAll @LongRange(max = 2_000_000) long inputBound,
            @ForAll @LongRange(min = 1, max = 2_000_000_000L) long tokens) {
        HoldCalculator calculator = HoldCalculator.of(tiers(new Random(seed), 2), inputBound, Quantities.NONE);
        assertThat(calculator.affordable(calculator.hold(tokens))).isGreaterThanOrEqualTo(tokens);
    }

    @Test
    void holdsChoicesAndCacheWriteAtTheDearest() {
        Map<UsageClass, Long> prices = flat(1_000_000);
        prices.put(UsageClass.CACHE_WRITE, 1_250_000L);
        prices.put(UsageClass.REASONING, 8_000_000L);
        HoldCalculator calculator = HoldCalculator.of(List.of(new Tier(0, prices)), 200_000, Quantities.NONE);
        assertThat(calculator.hold(8_000)).isEqualTo(250_000 + 7 + 64_000);
    }

    @Test
    void holdsUnitsBesideTokens() {
        Quantities units = Quantities.NONE.with(UsageClass.SEARCHES, 2).with(UsageClass.CHARACTERS, 500);
        HoldCalculator calculator = HoldCalculator.of(List.of(new Tier(0, flat(3_000_000))), 0, units);
        assertThat(calculator.hold(0)).isEqualTo(6 + 1_500 + 7);
    }

    @Test
    void holdsNothingForAFreeModel() {
        assertThat(HoldCalculator.of(List.of(new Tier(0, flat(0))), 100_000, Quantities.NONE)
                        .hold(100_000))
                .isZero();
    }

    private static List<Tier> tiers(Random random, int count) {
        List<Tier> tiers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<UsageClass, Long> prices = flat(0);
            prices.replaceAll((usage, price) -> random.nextLong(80_000_000_000L));
            tiers.add(new Tier(i * 200_000L, prices));
        }
        return tiers;
    }

    private static Map<UsageClass, Long> flat(long price) {
        Map<UsageClass, Long> prices = new EnumMap<>(UsageClass.class);
        for (UsageClass usage : UsageClass.values()) {
            prices.put(usage, price);
        }
        return prices;
    }
}
