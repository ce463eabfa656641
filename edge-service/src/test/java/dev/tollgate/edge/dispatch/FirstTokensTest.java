package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FirstTokensTest {
    private long now = 1;
    private final FirstTokens tokens = new FirstTokens(() -> now);

    @Test
    void knowsNothingOfWhatWasNeverAsked() {
        assertThat(tokens.millis("d", true)).isZero();
    }

    @Test
    void followsAChangeWithinADozenSamples() {
        take(30, 200);
        take(12, 1_000);

        assertThat(tokens.millis("d", true)).isBetween(900.0, 1_000.0);
    }

    @Test
    void oneOutlierMovesItByAFifth() {
        take(30, 200);
        take(1, 1_200);

        assertThat(tokens.millis("d", true)).isCloseTo(400, within(1.0));
    }

    @Test
    void fadesToHalfInEachHalfLifeSoThatASlowOneIsTriedAgain() {
        take(30, 1_000);

        now += 2 * FirstTokens.HALF_LIFE;
        assertThat(tokens.millis("d", true)).isCloseTo(250, within(1.0));

        now += 20 * FirstTokens.HALF_LIFE;
        assertThat(tokens.millis("d", true)).isZero();
    }

    @Test
    void theLeastThereIsIsKnownForAHalfLife() {
        take(1, 0);

        now += FirstTokens.HALF_LIFE / 2;
        assertThat(tokens.millis("d", true)).isPositive();

        now += FirstTokens.HALF_LIFE;
        assertThat(tokens.millis("d", true)).isZero();
    }

    @Test
    void streamsAndWholeAnswersAreApart() {
        take(5, 200);

        assertThat(tokens.millis("d", false)).isZero();
    }

    @Property(tries = 200)
    void liesBetweenTheLeastAndTheMost(
            @ForAll @Size(min = 1, max = 50) java.util.List<@IntRange(min = 1, max = 100_000) Integer> samples) {
        FirstTokens fresh = new FirstTokens(() -> 1);

        samples.forEach(sample -> fresh.took("d", true, sample));

        assertThat(fresh.millis("d", true))
                .isBetween(
                        samples.stream().mapToDouble(Integer::doubleValue).min().orElseThrow() - 0.001,
                        samples.stream().mapToDouble(Integer::doubleValue).max().orElseThrow() + 0.001);
    }

    private void take(int times, long millis) {
        for (int i = 0; i < times; i++) {
            tokens.took("d", true, millis);
        }
    }
}
