package dev.tollgate.contract.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PercentTest {
    @Test
    void readsAsPeopleSayIt() {
        assertThat(Percent.change(31, 1_000)).isEqualTo("+3.1 %");
        assertThat(Percent.change(-4, 1_000)).isEqualTo("-0.4 %");
        assertThat(Percent.change(0, 1_000)).isEqualTo("0.0 %");
        assertThat(Percent.change(1, 0)).isEqualTo("-");
        assertThat(Percent.of(2, 5)).isEqualTo("40.0 %");
        assertThat(Percent.of(1, -3)).isEqualTo("-33.3 %");
        assertThat(Percent.change(1, 2_000)).isEqualTo("+0.1 %");
        assertThat(Percent.change(-1, 2_000)).isEqualTo("-0.1 %");
    }

    @Property
    void isTheExactShareRoundedOnce(@ForAll long part, @ForAll long whole) {
        if (whole == 0) {
            return;
        }
        BigDecimal exact = BigDecimal.valueOf(part)
                .multiply(BigDecimal.valueOf(100))
                .divide(BigDecimal.valueOf(whole), 1, RoundingMode.HALF_UP);
        String told = Percent.of(part, whole);
        assertThat(new BigDecimal(told.substring(0, told.length() - 2))).isEqualByComparingTo(exact);
    }
}
