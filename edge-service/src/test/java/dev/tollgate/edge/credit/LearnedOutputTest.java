package dev.tollgate.edge.credit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LearnedOutputTest {
    private final LearnedOutput learned = new LearnedOutput(100);

    @Test
    void isUnknownUntilEnoughWasSeen() {
        for (int i = 0; i < 7; i++) {
            learned.learn("k", "m", 100);
        }
        assertThat(learned.p95("k", "m")).isZero();
        learned.learn("k", "m", 100);
        assertThat(learned.p95("k", "m")).isEqualTo(100);
        assertThat(learned.p95("k", "other")).isZero();
        assertThat(learned.p95("other", "m")).isZero();
    }

    @Test
    void isTheNinetyFifthPercentileOfTheLatest() {
        for (int i = 1; i <= 32; i++) {
            learned.learn("k", "m", i);
        }
        assertThat(learned.p95("k", "m")).isEqualTo(31);
        for (int i = 0; i < 32; i++) {
            learned.learn("k", "m", 7);
        }
        assertThat(learned.p95("k", "m")).isEqualTo(7);
    }
}
