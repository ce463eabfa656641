package dev.tollgate.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long REST = 200_000;

    private long now = TimeUnit.HOURS.toNanos(1);
    private final Pace pace = new Pace(REST, now);

    private long after(long micros, int frames) {
        now += TimeUnit.MICROSECONDS.toNanos(micros);
        return pace.restAfter(frames, now);
    }

    @Test
    void aLoneFrameIsNeverMadeToWait() {
        assertThat(after(0, 1)).isZero();
        assertThat(after(5_000, 1)).isZero();
        assertThat(after(5_000, 1)).isZero();
    }

    /// 1,000 requests a second.
    @Test
    void twoFramesInEachMillisecondAreNotFast() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(after(500, 1)).isZero();
        }
    }

    @Test
    void moreThanFiveFramesOfOneMillisecondAre() {
        for (int i = 0; i < 5; i++) {
            assertThat(after(10, 1)).isZero();
        }
        assertThat(after(10, 1)).isEqualTo(REST);
    }

    /// 10,000 requests a second, written as they gather.
    @Test
    void theyStayFastWhileTheWriterRests() {
        after(100, 8);
        for (int i = 0; i < 1_000; i++) {
            assertThat(after(250, 5)).isEqualTo(REST);
        }
    }

    @Test
    void aMillisecondWithoutFramesForgetsThoseBefore() {
        assertThat(after(10, 400)).isEqualTo(REST);
        assertThat(after(1_000, 1)).isZero();
    }

    @Test
    void withoutATimeToRestItNeverDoes() {
        assertThat(new Pace(0, now).restAfter(400, now)).isZero();
    }
}
