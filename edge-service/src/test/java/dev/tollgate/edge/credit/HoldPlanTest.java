package dev.tollgate.edge.credit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class HoldPlanTest {
    private static final long BOUND = 10_000;

    private static long hold(long output) {
        return Requests.INPUT_HOLD + output;
    }

    @Test
    void rule5ABoundOfAnEighthOfWhatIsFreeIsHeldWhole() {
        HoldPlan plan = HoldPlan.of(Requests.plain("a", BOUND), 50);
        assertThat(plan.wanted(8 * hold(BOUND))).isEqualTo(hold(BOUND));
        assertThat(plan.outputBound(hold(BOUND), false)).isEqualTo(BOUND);
    }

    @Test
    void rule5ElseFourTimesTheLearnedOutputIsHeldAndSentUpstream() {
        HoldPlan plan = HoldPlan.of(Requests.plain("a", BOUND), 500);
        assertThat(plan.wanted(8 * hold(BOUND) - 1)).isEqualTo(hold(2_000));
        assertThat(plan.outputBound(hold(2_000), false)).isEqualTo(2_000);
        assertThat(plan.need()).isEqualTo(new Need(hold(BOUND), hold(2_000), hold(Requests.LEAST)));
    }

    @Test
    void rule5NeverLessThanTheLeastUsefulOutput() {
        HoldPlan plan = HoldPlan.of(Requests.plain("a", BOUND), 10);
        assertThat(plan.wanted(1_000)).isEqualTo(hold(Requests.LEAST));
        assertThat(HoldPlan.of(Requests.plain("a", BOUND), 0).wanted(100)).isEqualTo(hold(Requests.LEAST));
    }

    @Test
    void rule5AnEighthStandsInWhileNothingIsLearned() {
        HoldPlan plan = HoldPlan.of(Requests.plain("a", BOUND), 0);
        assertThat(plan.need().learned()).isZero();
        assertThat(plan.wanted(8_000)).isEqualTo(1_000);
    }

    @Test
    void rule5NeverMoreThanTheBound() {
        assertThat(HoldPlan.of(Requests.plain("a", 300), 5_000).wanted(500)).isEqualTo(hold(300));
        assertThat(HoldPlan.of(Requests.plain("a", 10), 0).need().least()).isEqualTo(hold(10));
    }

    @Test
    void rule7AModelThatThinksInSilenceHoldsItsFullBoundFromTheStart() {
        HoldPlan plan = HoldPlan.of(Requests.reasoning("a", BOUND), 100);
        assertThat(plan.need().learned()).isEqualTo(hold(BOUND));
        assertThat(plan.wanted(hold(BOUND))).isEqualTo(hold(BOUND));
    }

    @Test
    void rule7AStreamKeepsItsBoundAndIsExtendedUnlessCreditIsShort() {
        HoldPlan plan = HoldPlan.of(Requests.stream("a", BOUND), 100);
        assertThat(plan.outputBound(hold(400), false)).isEqualTo(BOUND);
        assertThat(plan.outputBound(hold(400), true)).isEqualTo(400);
    }

    @Property
    void rule13TheBoundThatIsSentNeverCostsMoreThanTheHold(
            @ForAll @LongRange(min = 1, max = 1_000_000) long bound,
            @ForAll @LongRange(min = 0, max = 100_000) long p95,
            @ForAll @LongRange(min = 0, max = 10_000_000) long free) {
        HoldPlan plan = HoldPlan.of(Requests.plain("a", bound), p95);
        long wanted = plan.wanted(free);
        assertThat(plan.calculator().hold(plan.outputBound(wanted, true))).isLessThanOrEqualTo(wanted);
        assertThat(plan.outputBound(wanted, true)).isGreaterThanOrEqualTo(Math.min(Requests.LEAST, bound));
        assertThat(plan.need().least()).isLessThanOrEqualTo(wanted);
        assertThat(wanted).isLessThanOrEqualTo(plan.need().bound());
    }
}
