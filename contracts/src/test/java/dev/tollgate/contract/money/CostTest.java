package dev.tollgate.contract.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.function.LongSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostTest {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    /// Golden vectors for other languages: quantity, nano-credits per million, nano-credits.
    @ParameterizedTest
    @CsvSource({
        "0, 20833333333, 0",
        "1, 0, 0",
        "1, 1, 1",
        "1, 1000000, 1",
        "1, 1000001, 2",
        "1000000, 1, 1",
        "1000001, 1, 2",
        "1234, 20833333333, 25708334",
        "8192, 125000000000, 1024000000",
        "9223372036854775807, 1000000, 9223372036854775807",
        "9223372036854775807, 999999, 9223362813482738953"
    })
    void rule19AComponentIsRoundedUpOnce(long quantity, long price, long cost) {
        assertThat(Cost.component(quantity, price)).isEqualTo(cost);
    }

    /// Golden vectors: price, parts per million, effective price; half to even.
    @ParameterizedTest
    @CsvSource({
        "20833333333, 1000000, 20833333333",
        "20833333333, 100000, 2083333333",
        "5, 500000, 2",
        "7, 500000, 4",
        "1, 500000, 0",
        "1, 500001, 1",
        "3, 0, 0",
        "9223372036854775807, 1000000, 9223372036854775807"
    })
    void rule19TheEffectivePriceIsRoundedHalfToEvenWhenTheListIsCompiled(long price, long ppm, long effective) {
        assertThat(Cost.effectivePrice(price, ppm)).isEqualTo(effective);
    }

    @Property(tries = 20_000)
    void componentEqualsExactArithmetic(
            @ForAll @LongRange(min = 0) long quantity, @ForAll @LongRange(min = 0) long price) {
        BigInteger product = BigInteger.valueOf(quantity).multiply(BigInteger.valueOf(price));
        BigInteger exact = product.add(MILLION).subtract(BigInteger.ONE).divide(MILLION);
        agree(exact, () -> Cost.component(quantity, price));
    }

    @Property(tries = 20_000)
    void componentEqualsExactArithmeticForEverydaySizes(
            @ForAll @LongRange(min = 0, max = 20_000_000) long quantity,
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000_000L) long price) {
        BigInteger product = BigInteger.valueOf(quantity).multiply(BigInteger.valueOf(price));
        BigInteger exact = product.add(MILLION).subtract(BigInteger.ONE).divide(MILLION);
        assertThat(Cost.component(quantity, price)).isEqualTo(exact.longValueExact());
    }

    @Property(tries = 20_000)
    void effectivePriceEqualsExactArithmetic(
            @ForAll @LongRange(min = 0) long price, @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long ppm) {
        BigInteger exact = new BigDecimal(BigInteger.valueOf(price).multiply(BigInteger.valueOf(ppm)))
                .divide(new BigDecimal(MILLION), 0, RoundingMode.HALF_EVEN)
                .toBigInteger();
        agree(exact, () -> Cost.effectivePrice(price, ppm));
    }

    @Property
    void halvesGoToTheEvenNeighbour(@ForAll @LongRange(min = 0, max = 4_000_000_000_000_000_000L) long half) {
        long effective = Cost.effectivePrice(2 * half + 1, 500_000);
        assertThat(effective).isIn(half, half + 1);
        assertThat(effective & 1).isZero();
    }

    @Test
    void refusesNegativeOperands() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Cost.component(-1, 1));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Cost.component(1, -1));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Cost.effectivePrice(1, -1));
    }

    private static void agree(BigInteger exact, LongSupplier ours) {
        if (exact.compareTo(LONG_MAX) > 0) {
            assertThatExceptionOfType(ArithmeticException.class).isThrownBy(ours::getAsLong);
        } else {
            assertThat(ours.getAsLong()).isEqualTo(exact.longValueExact());
        }
    }
}
