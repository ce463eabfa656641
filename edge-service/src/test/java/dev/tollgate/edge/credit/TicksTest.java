package dev.tollgate.edge.credit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TicksTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Ticks ticks = new Ticks(0, 0);

    @Test
    void rule2AGapOfMoreThanASecondIsLostTime() {
        assertThat(ticks.tick(SECOND, 1_000)).isFalse();
        assertThat(ticks.gaps()).isZero();
        assertThat(ticks.inTime(2 * SECOND)).isTrue();
        assertThat(ticks.inTime(2 * SECOND + 1)).isFalse();
        assertThat(ticks.tick(2 * SECOND + 1, 2_001)).isTrue();
        assertThat(ticks.gaps()).isEqualTo(1);
        assertThat(ticks.inTime(2 * SECOND + 1)).isTrue();
    }

    @Test
    void rule2ASuspendedMachineIsSeenByTheWallClock() {
        assertThat(ticks.tick(SECOND / 5, 70_000)).isTrue();
        assertThat(ticks.tick(SECOND * 2 / 5, 70_200)).isFalse();
    }

    @Test
    void aClockThatIsSetBackIsNoLostTime() {
        assertThat(ticks.tick(SECOND / 5, -3_600_000)).isFalse();
    }
}
