package dev.tollgate.billing.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class GrantTest {
    @Test
    void holdsTheBoundWhenItFitsEasily() {
        assertThat(Grant.of(new Need(10, 2, 1), 80)).isEqualTo(new Grant.Held(10));
    }

    @Test
    void holdsWhatIsLearnedWhenTheBoundDoesNotFitEasily() {
        assertThat(Grant.of(new Need(50, 12, 1), 80)).isEqualTo(new Grant.Held(12));
    }

    @Test
    void holdsAnEighthOfWhatIsFreeWhenNothingIsLearned() {
        assertThat(Grant.of(new Need(50, 0, 1), 80)).isEqualTo(new Grant.Held(10));
    }

    @Test
    void holdsWhatIsFreeWhenTheLeastFits() {
        assertThat(Grant.of(new Need(50, 40, 5), 7)).isEqualTo(new Grant.Held(7));
    }

    @Test
    void refusesBelowTheLeast() {
        assertThat(Grant.of(new Need(50, 40, 8), 7)).isEqualTo(new Grant.TooLittle(8));
    }

    @Property
    void neverHoldsMoreThanIsFreeOrBoundNorLessThanTheLeast(
            @ForAll @LongRange(max = 1_000_000) long bound,
            @ForAll @LongRange(max = 1_000_000) long learned,
            @ForAll @LongRange(max = 1_000_000) long least,
            @ForAll @LongRange(max = 2_000_000) long free) {
        long possible = Math.min(bound, least);
        switch (Grant.of(new Need(bound, learned, least), free)) {
            case Grant.Held(long amount) -> assertThat(amount).isBetween(possible, Math.min(bound, free));
            case Grant.TooLittle(long wanted) ->
                assertThat(wanted).isEqualTo(possible).isGreaterThanOrEqualTo(free);
        }
    }
}
