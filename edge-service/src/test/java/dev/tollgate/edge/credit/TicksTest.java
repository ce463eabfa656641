package dev.tollgate.edge.credit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TicksTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Ticks ticks = new Ticks(0, 0);
    /// For each loss of time, whether anybody could take that present for one in time.
    private final List<Boolean> losses = new ArrayList<>();

    private boolean lost(long now, long wallMillis) {
        int before = losses.size();
        ticks.tick(now, wallMillis, () -> losses.add(ticks.inTime(now, wallMillis)));
        return losses.size() > before;
    }

    @Test
    void rule2AGapOfMoreThanASecondIsLostTime() {
        assertThat(lost(SECOND, 1_000)).isFalse();
        assertThat(ticks.gaps()).isZero();
        assertThat(ticks.inTime(2 * SECOND, 2_000)).isTrue();
        assertThat(ticks.inTime(2 * SECOND + 1, 2_000)).isFalse();
        assertThat(lost(2 * SECOND + 1, 2_001)).isTrue();
        assertThat(ticks.gaps()).isEqualTo(1);
        assertThat(ticks.inTime(2 * SECOND + 1, 2_001)).isTrue();
    }

    @Test
    void rule2ASuspendedMachineIsSeenByTheWallClock() {
        assertThat(ticks.inTime(SECOND / 5, 70_000)).isFalse();
        assertThat(lost(SECOND / 5, 70_000)).isTrue();
        assertThat(lost(SECOND * 2 / 5, 70_200)).isFalse();
    }

    /// Between the two, a request could be reserved on a lease that is about to be voided.
    @Test
    void rule2LeasesAreVoidedBeforeThePresentCountsAsInTimeAgain() {
        assertThat(lost(3 * SECOND, 3_000)).isTrue();
        assertThat(losses).containsExactly(false);
    }

    @Test
    void aClockThatIsSetBackIsNoLostTime() {
        assertThat(lost(SECOND / 5, -3_600_000)).isFalse();
        assertThat(ticks.inTime(SECOND / 5, -3_600_000)).isTrue();
    }
}
