package dev.tollgate.contract.billing.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.billing.v1.PriceList.Tier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PricingTest {
    private static final UsageClass[] CLASSES = UsageClass.values();

    @Test
    void theWholeRequestIsPricedByTheTierOfItsInput() {
        List<Tier> tiers = List.of(tier(0, 1_000_000), tier(200_000, 2_000_000));
        Quantities at = Quantities.NONE.with(UsageClass.INPUT, 150_000).with(UsageClass.CACHED_INPUT, 50_000);
        assertThat(Pricing.price(tiers, at).aboveInput()).isZero();
        assertThat(Pricing.price(tiers, at).total()).isEqualTo(200_000);
        Quantities above = at.with(UsageClass.CACHE_WRITE, 1).with(UsageClass.OUTPUT, 10);
        Pricing.Priced priced = Pricing.price(tiers, above);
        assertThat(priced.aboveInput()).isEqualTo(200_000);
        assertThat(priced.total()).isEqualTo(2 * 200_011);
        assertThat(priced.componentsByWireName())
                .containsOnly(
                        Map.entry("input", 300_000L),
                        Map.entry("cached_input", 100_000L),
                        Map.entry("cache_write", 2L),
                        Map.entry("output", 20L));
    }

    @Test
    void aClassWithoutPriceIsNeverFree() {
        List<Tier> tiers = List.of(new Tier(0, Map.of(UsageClass.INPUT, 1L)));
        assertThatThrownBy(() -> Pricing.price(tiers, Quantities.of(1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no price for output");
        assertThat(Pricing.price(tiers, Quantities.of(1, 0)).total()).isEqualTo(1);
    }

    @Property
    void anAnswerFromACacheCostsItsPartOfEachPriceAndNeverMoreThanTheWhole(
            @ForAll @LongRange(min = 0, max = 3_000_000) long input,
            @ForAll @LongRange(min = 0, max = 3_000_000) long output,
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long price,
            @ForAll @LongRange(min = 0, max = 1_000_000) long ppm) {
        List<Tier> tiers = List.of(tier(0, price), tier(1_000_000, price * 2));
        Quantities quantities = Quantities.of(input, output);
        BigDecimal part = BigDecimal.valueOf(input > 1_000_000 ? price * 2 : price)
                .multiply(BigDecimal.valueOf(ppm))
                .movePointLeft(6)
                .setScale(0, RoundingMode.HALF_EVEN);
        BigDecimal expected = component(input, part).add(component(output, part));

        long charged = Pricing.price(tiers, ppm, quantities).total();

        assertThat(BigDecimal.valueOf(charged)).isEqualByComparingTo(expected);
        assertThat(charged).isLessThanOrEqualTo(Pricing.price(tiers, quantities).total());
    }

    private static BigDecimal component(long quantity, BigDecimal price) {
        return price.multiply(BigDecimal.valueOf(quantity)).movePointLeft(6).setScale(0, RoundingMode.CEILING);
    }

    @Test
    void allOfThePriceIsThePriceAndNothingOfItIsNothing() {
        List<Tier> tiers = List.of(tier(0, 1_234_567));
        Quantities quantities = Quantities.of(1_001, 7);

        assertThat(Pricing.price(tiers, 1_000_000, quantities)).isEqualTo(Pricing.price(tiers, quantities));
        assertThat(Pricing.price(tiers, 0, quantities).total()).isZero();
    }

    /// The sum over classes of ⌈quantity × price ÷ 10^6⌉, each in the tier of all input, by numbers without bound.
    @Property
    void isTheSumOfComponentsRoundedUpOnce(
            @ForAll @Size(13) List<@LongRange(min = 0, max = 3_000_000) Long> units,
            @ForAll @Size(26) List<@LongRange(min = 0, max = 4_000_000_000_000L) Long> prices,
            @ForAll @LongRange(min = 1, max = 10_000_000) long threshold) {
        List<Tier> tiers = List.of(tier(0, prices.subList(0, 13)), tier(threshold, prices.subList(13, 26)));
        Quantities quantities = Quantities.NONE;
        BigInteger input = BigInteger.ZERO;
        for (int i = 0; i < CLASSES.length; i++) {
            quantities = quantities.with(CLASSES[i], units.get(i));
            input = CLASSES[i].isInput() ? input.add(BigInteger.valueOf(units.get(i))) : input;
        }
        int offset = input.compareTo(BigInteger.valueOf(threshold)) > 0 ? 13 : 0;
        BigInteger expected = BigInteger.ZERO;
        for (int i = 0; i < CLASSES.length; i++) {
            BigInteger[] parts = BigInteger.valueOf(units.get(i))
                    .multiply(BigInteger.valueOf(prices.get(offset + i)))
                    .divideAndRemainder(BigInteger.valueOf(1_000_000));
            expected = expected.add(parts[0]).add(BigInteger.valueOf(parts[1].signum()));
        }
        Pricing.Priced priced = Pricing.price(tiers, quantities);
        assertThat(BigInteger.valueOf(priced.total())).isEqualTo(expected);
        assertThat(priced.componentsByWireName().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(priced.total());
    }

    @Property
    void quantitiesReadBackFromTheirNames(@ForAll @Size(13) List<@LongRange(min = 0) Long> units) {
        Quantities quantities = Quantities.NONE;
        for (int i = 0; i < CLASSES.length; i++) {
            quantities = quantities.with(CLASSES[i], units.get(i));
        }
        assertThat(Quantities.ofWireNames(quantities.byWireName())).isEqualTo(quantities);
    }

    @Test
    void tokensAndUnitsAreToldApart() {
        Quantities tokens = Quantities.of(7, 3);
        Quantities units = Quantities.NONE.with(UsageClass.SEARCHES, 2);
        assertThat(tokens.plus(units).withoutUnits()).isEqualTo(tokens);
        assertThat(tokens.plus(units).units()).isEqualTo(units);
        assertThat(tokens.units().isEmpty()).isTrue();
        assertThat(Quantities.NONE.plus(units)).isEqualTo(units);
    }

    @Test
    void quantitiesAreShownInTheOrderOfTheirClasses() {
        assertThat(Quantities.of(8, 6).with(UsageClass.REASONING, 3).with(UsageClass.CACHED_INPUT, 4))
                .hasToString("{input=8, cached_input=4, output=6, reasoning=3}");
    }

    @Test
    void anUnknownNameIsNoClass() {
        assertThatThrownBy(() -> Quantities.ofWireNames(Map.of("video_seconds", 1L)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UsageClass.ofWireName("INPUT")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Tier tier(long above, long each) {
        return tier(above, Arrays.stream(CLASSES).map(_ -> each).toList());
    }

    private static Tier tier(long above, List<Long> prices) {
        Map<UsageClass, Long> map = new EnumMap<>(UsageClass.class);
        for (int i = 0; i < CLASSES.length; i++) {
            map.put(CLASSES[i], prices.get(i));
        }
        return new Tier(above, map);
    }
}
