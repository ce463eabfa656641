package dev.tollgate.contract.billing.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.money.Cost;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class UnitPriceTest {
    private static final long THOUSAND_CREDITS = 1_000_000_000_000L;

    /// Worked out by hand: half a credit each, and a third of one, in nano-credits.
    @Test
    void givesTheNanoCreditsOfAMillionCountedUnits() {
        assertThat(UnitPrice.IMAGE.nanosPerMillion(500_000_000)).isEqualTo(500_000_000_000L);
        assertThat(UnitPrice.THOUSAND_CHARACTERS.nanosPerMillion(333_333_333)).isEqualTo(333_333_333_000L);
        assertThat(UnitPrice.AUDIO_MINUTE.nanosPerMillion(50_000_000)).isEqualTo(833_333_333L);
        assertThat(UnitPrice.SEARCH.nanosPerMillion(16_666_667)).isEqualTo(16_666_667_000_000L);
    }

    /// A nano-credit a minute is 16.67 per million milliseconds, two are 33.33.
    @Test
    void roundsAMinuteThatDoesNotDivide() {
        assertThat(UnitPrice.AUDIO_MINUTE.nanosPerMillion(1)).isEqualTo(17);
        assertThat(UnitPrice.AUDIO_MINUTE.nanosPerMillion(2)).isEqualTo(33);
        assertThat(UnitPrice.AUDIO_MINUTE.nanosPerMillion(3)).isEqualTo(50);
    }

    @Test
    void refusesWhatNoLongHolds() {
        assertThatThrownBy(() -> UnitPrice.SEARCH.nanosPerMillion(Long.MAX_VALUE / 10))
                .isInstanceOf(ArithmeticException.class);
    }

    /// One of each unit costs what the catalogue says; only a minute may differ, by less than it takes to notice: a
    /// nano-credit for rounding up, and half a nano-credit per million milliseconds.
    @Property
    void chargesOneUnitWhatItCosts(@ForAll @LongRange(max = THOUSAND_CREDITS) long nanos) {
        assertThat(Cost.component(1_000, UnitPrice.IMAGE.nanosPerMillion(nanos)))
                .isEqualTo(nanos);
        assertThat(Cost.component(1_000, UnitPrice.THOUSAND_CHARACTERS.nanosPerMillion(nanos)))
                .isEqualTo(nanos);
        assertThat(Cost.component(1, UnitPrice.SEARCH.nanosPerMillion(nanos))).isEqualTo(nanos);
        assertThat(Cost.component(60_000, UnitPrice.AUDIO_MINUTE.nanosPerMillion(nanos)))
                .isBetween(nanos, nanos + 1);
    }

    @Property
    void neverChargesLessForMore(
            @ForAll @LongRange(max = THOUSAND_CREDITS) long nanos,
            @ForAll @LongRange(max = 86_400_000) long millis,
            @ForAll @LongRange(max = 86_400_000) long more) {
        long price = UnitPrice.AUDIO_MINUTE.nanosPerMillion(nanos);
        assertThat(Cost.component(millis + more, price))
                .isGreaterThanOrEqualTo(Cost.component(millis, price))
                .isLessThanOrEqualTo(Cost.component(millis, price) + Cost.component(more, price));
    }
}
