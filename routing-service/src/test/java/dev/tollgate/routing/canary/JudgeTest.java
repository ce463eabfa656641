package dev.tollgate.routing.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.routing.canary.CanaryState.Counts;
import dev.tollgate.routing.canary.CanaryState.Phase;
import dev.tollgate.routing.canary.Judge.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class JudgeTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant DUE = T0.plus(Duration.ofMinutes(10));
    private static final Canary CANARY = new Canary(List.of(1, 25, 100), 600_000, 200, 50);
    private static final List<String> OTHERS = List.of("old");

    @Test
    void whatIsNotKnownBegins() {
        Verdict verdict = Judge.judge("new", CANARY, null, OTHERS, T0);
        assertThat(verdict.action()).isEqualTo("begin");
        assertThat(verdict.state().share(CANARY)).isEqualTo(1);
    }

    @Test
    void aStepIsFollowedByTheNextWhenItsTimeIsUpAndItWasSeenOftenEnough() {
        assertThat(judge(0, counts(50, 1, 0, 0), DUE.minusMillis(1))).isNull();
        assertThat(judge(0, counts(49, 0, 0, 0), DUE)).isNull();
        Verdict verdict = judge(0, counts(50, 1, 0, 0), DUE);
        assertThat(verdict.action()).isEqualTo("advance");
        assertThat(verdict.state().share(CANARY)).isEqualTo(25);
        assertThat(verdict.state().counts()).isEqualTo(Counts.NONE);
    }

    @Test
    void afterTheLastStepItIsDone() {
        Verdict verdict = judge(2, counts(50, 0, 0, 0), DUE);
        assertThat(verdict.action()).isEqualTo("finish");
        assertThat(verdict.state().share(CANARY)).isEqualTo(100);
        assertThat(Judge.judge("new", CANARY, verdict.state(), OTHERS, DUE.plusSeconds(9)))
                .isNull();
    }

    @Test
    void tooManyErrorsRollItBackAtOnce() {
        Verdict verdict = judge(1, counts(50, 2, 1_000, 0), T0);
        assertThat(verdict.action()).isEqualTo("roll-back");
        assertThat(verdict.state().share(CANARY)).isZero();
        assertThat(verdict.state().why()).isEqualTo("4% of its attempts failed, 0% of the others', at a share of 25%");
        assertThat(Judge.judge("new", CANARY, verdict.state(), OTHERS, DUE)).isNull();
    }

    @Test
    void anErrorThatAllHaveIsNotTheCanarys() {
        assertThat(judge(1, counts(50, 25, 1_000, 500), T0)).isNull();
        assertThat(judge(1, counts(50, 25, 1_000, 470), T0).action()).isEqualTo("roll-back");
    }

    @Test
    void fewRequestsSayNothing() {
        assertThat(judge(1, counts(49, 49, 1_000, 0), T0)).isNull();
        assertThat(judge(1, counts(50, 25, 49, 49), T0).action()).isEqualTo("roll-back");
    }

    @Test
    void aChangedDefinitionBeginsAnew() {
        CanaryState back = judge(1, counts(50, 50, 0, 0), T0).state();
        Canary changed = new Canary(List.of(5, 100), 600_000, 200, 50);
        assertThat(Judge.judge("new", changed, back, OTHERS, T0).state().share(changed))
                .isEqualTo(5);
    }

    @Property
    void aCanaryThatNeverFailsIsNeverRolledBack(
            @ForAll @IntRange(max = 2) int step,
            @ForAll @IntRange(max = 10_000) int attempts,
            @ForAll @IntRange(max = 10_000) int seconds) {
        Verdict verdict = judge(step, counts(attempts, 0, attempts, 0), T0.plusSeconds(seconds));
        assertThat(verdict == null || verdict.state().phase() != Phase.ROLLED_BACK)
                .isTrue();
    }

    private static Verdict judge(int step, Counts counts, Instant now) {
        CanaryState state = new CanaryState("new", CANARY.definition(), step, Phase.RAMPING, T0, OTHERS, counts, null);
        return Judge.judge("new", CANARY, state, OTHERS, now);
    }

    private static Counts counts(long attempts, long failures, long otherAttempts, long otherFailures) {
        return new Counts(attempts, failures, otherAttempts, otherFailures);
    }
}
