package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthTest {
    @Test
    void opensAtTheThresholdAndCloses() {
        Health one = Health.GOOD.afterFailure(100, 2, 50);
        assertThat(one.allows(100)).isTrue();
        assertThat(one.needsProbe(2)).isFalse();
        Health two = one.afterFailure(100, 2, 50);
        assertThat(two.allows(149)).isFalse();
        assertThat(two.allows(150)).isTrue();
        assertThat(two.needsProbe(2)).isTrue();
        assertThat(two.afterSuccess(150)).isEqualTo(Health.GOOD);
    }

    @Test
    void isClosedToOthersWhileItIsProbed() {
        Health probed = new Health(5, 0, 0, 0).probing(1_000, 300);
        assertThat(probed.allows(1_299)).isFalse();
        assertThat(probed.allows(1_300)).isTrue();
        assertThat(probed.released().allows(1_001)).isTrue();
        assertThat(probed.released().needsProbe(5)).isTrue();
    }

    @Test
    void aCooldownOutlivesAnEarlierRequestsSuccess() {
        Health cooling = Health.GOOD.cooling(1_000, 500);
        assertThat(cooling.afterSuccess(1_100).allows(1_499)).isFalse();
        assertThat(cooling.afterSuccess(1_500)).isEqualTo(Health.GOOD);
    }

    @Test
    void theLaterOfTwoCooldownsCounts() {
        assertThat(Health.GOOD.cooling(0, 500).cooling(100, 50).closedUntil()).isEqualTo(500);
    }
}
