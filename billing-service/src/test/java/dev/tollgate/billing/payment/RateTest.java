package dev.tollgate.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RateTest {
    private static final Rate USD = Rate.parse("usd 12/1 card");
    private static final Rate CNY = Rate.parse("cny 85/1 alipay wechat_pay");

    @Test
    void aCreditCostsTwelveCentsOrEightyFiveFen() {
        assertThat(USD.amountOf(1_000_000_000L)).hasValue(12);
        assertThat(CNY.amountOf(1_000_000_000L)).hasValue(85);
        assertThat(USD.creditsOf(3)).hasValue(250_000_000L);
        assertThat(USD.creditsOf(1)).isEmpty();
        assertThat(CNY.creditsOf(17)).hasValue(200_000_000L);
        assertThat(CNY.methods()).containsExactly("alipay", "wechat_pay");
    }

    @Test
    void whatCannotBeCountedIsEmptyAndNotWrong() {
        assertThat(USD.creditsOf(Long.MAX_VALUE)).isEmpty();
        assertThat(USD.amountOf(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void aRateThatIsNoneIsToldAtTheStart() {
        assertThatThrownBy(() -> Rate.parse("usd 12 card")).hasMessageContaining("usd 12/1 card");
        assertThatThrownBy(() -> Rate.parse("usd 0/1 card")).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void whatConvertsConvertsBack(@ForAll @LongRange(min = 1, max = 1_000_000_000L) long amount) {
        OptionalLong credits = USD.creditsOf(amount);
        assertThat(credits.isPresent()).isEqualTo(amount % 3 == 0);
        credits.ifPresent(nanos -> assertThat(USD.amountOf(nanos)).hasValue(amount));
    }

    @Property
    void partsAreRoundedUpByLessThanOne(
            @ForAll @LongRange(min = 1, max = 1_000_000_000L) long part,
            @ForAll @LongRange(min = 1, max = 1_000_000_000L) long credits,
            @ForAll @LongRange(min = 1, max = 1_000_000_000L) long amount) {
        BigInteger exact = BigInteger.valueOf(part).multiply(BigInteger.valueOf(credits));
        BigInteger over = BigInteger.valueOf(Rate.up(part, credits, amount))
                .multiply(BigInteger.valueOf(amount))
                .subtract(exact);
        assertThat(over).isBetween(BigInteger.ZERO, BigInteger.valueOf(amount - 1));
    }
}
