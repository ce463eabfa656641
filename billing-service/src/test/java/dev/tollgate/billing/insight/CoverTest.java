package dev.tollgate.billing.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverTest {
    @Test
    void wholeUtcDaysComeFromDays() {
        Cover cover = Cover.of(List.of(Instant.parse("2026-07-01T00:00:00Z"), Instant.parse("2026-07-03T00:00:00Z")));
        assertThat(cover.days()).containsExactly(LocalDate.of(2026, 7, 1), LocalDate.of(2026, 7, 2));
        assertThat(cover.hourDays()).isEmpty();
        assertThat(cover.cutHours()).isEmpty();
    }

    @Test
    void daysThatARangeEntersOrLeavesComeFromHours() {
        Cover cover = Cover.of(List.of(Instant.parse("2026-07-01T05:00:00Z"), Instant.parse("2026-07-04T01:00:00Z")));
        assertThat(cover.days()).containsExactly(LocalDate.of(2026, 7, 2), LocalDate.of(2026, 7, 3));
        assertThat(cover.hourDays()).containsExactly(LocalDate.of(2026, 7, 1), LocalDate.of(2026, 7, 4));
        assertThat(cover.cutHours()).isEmpty();
    }

    @Test
    void midnightsWithinAnHourCutIt() {
        ZoneId zone = ZoneId.of("Asia/Kolkata");
        Cover cover = Cover.of(List.of(midnight(1, zone), midnight(2, zone), midnight(3, zone)));
        assertThat(cover.days()).isEmpty();
        assertThat(cover.hourDays())
                .containsExactly(LocalDate.of(2026, 6, 30), LocalDate.of(2026, 7, 1), LocalDate.of(2026, 7, 2));
        assertThat(cover.cutHours())
                .containsExactly(
                        Instant.parse("2026-06-30T18:00:00Z").getEpochSecond(),
                        Instant.parse("2026-07-01T18:00:00Z").getEpochSecond(),
                        Instant.parse("2026-07-02T18:00:00Z").getEpochSecond());
    }

    @Test
    void aUtcDayBetweenTwoMidnightsOfAnotherZoneIsNoWholeOne() {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        Cover cover = Cover.of(List.of(midnight(1, zone), midnight(2, zone)));
        assertThat(cover.days()).isEmpty();
        assertThat(cover.hourDays()).containsExactly(LocalDate.of(2026, 6, 30), LocalDate.of(2026, 7, 1));
    }

    private static Instant midnight(int day, ZoneId zone) {
        return LocalDate.of(2026, 7, day).atStartOfDay(zone).toInstant();
    }
}
