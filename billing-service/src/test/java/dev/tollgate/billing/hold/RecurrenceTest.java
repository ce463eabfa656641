package dev.tollgate.billing.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class RecurrenceTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void aDayFollowsTheLimitsOwnTimeZone() {
        LimitPeriod day = Recurrence.DAY.at(Instant.parse("2026-06-30T22:30:00Z"), BERLIN);
        assertThat(day.startsAt()).isEqualTo("2026-06-30T22:00:00Z");
        assertThat(day.endsAt()).isEqualTo("2026-07-01T22:00:00Z");
    }

    @Test
    void aDayMayHaveTwentyFiveHours() {
        LimitPeriod day = Recurrence.DAY.at(Instant.parse("2026-10-25T12:00:00Z"), BERLIN);
        assertThat(Duration.between(day.startsAt(), day.endsAt())).isEqualTo(Duration.ofHours(25));
    }

    @Test
    void aWeekBeginsOnMondayAndAMonthOnItsFirst() {
        Instant sunday = Instant.parse("2026-11-22T12:00:00Z");
        assertThat(Recurrence.WEEK.at(sunday, ZoneId.of("UTC")).startsAt()).isEqualTo("2026-11-16T00:00:00Z");
        assertThat(Recurrence.MONTH.at(sunday, ZoneId.of("UTC")).endsAt()).isEqualTo("2026-12-01T00:00:00Z");
    }

    @Test
    void aTotalNeverStartsAnew() {
        assertThat(Recurrence.TOTAL.at(Instant.now(), BERLIN)).isEqualTo(new LimitPeriod(Instant.EPOCH, null));
    }
}
