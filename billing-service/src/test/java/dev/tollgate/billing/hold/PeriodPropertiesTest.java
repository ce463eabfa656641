package dev.tollgate.billing.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Calendar periods in any time zone, at any moment, above all around changes of the clocks.
class PeriodPropertiesTest {
    private static final long FROM = Instant.parse("1990-01-01T00:00:00Z").getEpochSecond();
    private static final long TO = Instant.parse("2040-01-01T00:00:00Z").getEpochSecond();

    @Property(tries = 20_000)
    void periodsCoverTimeWithoutGapOrOverlap(
            @ForAll("moments") ZonedDateTime moment, @ForAll("calendar") Recurrence of) {
        ZoneId zone = moment.getZone();
        Instant now = moment.toInstant();
        LimitPeriod period = of.at(now, zone);
        Instant end = Objects.requireNonNull(period.endsAt());
        assertThat(now).isBetween(period.startsAt(), end.minusNanos(1));
        assertThat(of.at(period.startsAt(), zone)).isEqualTo(period);
        assertThat(of.at(end.minusNanos(1), zone)).isEqualTo(period);
        assertThat(of.at(end, zone).startsAt()).isEqualTo(end);
        assertThat(of.at(period.startsAt().minusNanos(1), zone).endsAt()).isEqualTo(period.startsAt());
    }

    @Property(tries = 20_000)
    void periodsBeginWhereTheCalendarSays(@ForAll("moments") ZonedDateTime moment, @ForAll("calendar") Recurrence of) {
        ZoneId zone = moment.getZone();
        LimitPeriod period = of.at(moment.toInstant(), zone);
        ZonedDateTime start = period.startsAt().atZone(zone);
        LocalDate first = start.toLocalDate();
        LocalDate next = Objects.requireNonNull(period.endsAt()).atZone(zone).toLocalDate();
        // Midnight, or where the clocks leave it out, the first moment after.
        if (!start.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            assertThat(zone.getRules().getValidOffsets(first.atStartOfDay())).isEmpty();
        }
        switch (of) {
            case DAY -> assertThat(first).isEqualTo(begun(moment));
            case WEEK -> {
                assertThat(first.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
                assertThat(ChronoUnit.DAYS.between(first, next)).isEqualTo(7);
            }
            case MONTH -> {
                assertThat(first.getDayOfMonth()).isEqualTo(1);
                assertThat(next).isEqualTo(first.plusMonths(1));
            }
            case TOTAL -> throw new AssertionError("has no calendar");
        }
    }

    /// What the clocks show, or the day after it, where they went back across a midnight that was over.
    private static LocalDate begun(ZonedDateTime moment) {
        LocalDate shown = moment.toLocalDate();
        ZonedDateTime midnight = shown.plusDays(1).atStartOfDay(moment.getZone());
        return midnight.isAfter(moment) ? shown : shown.plusDays(1);
    }

    @Example
    void clocksThatGoBackAcrossMidnightDoNotEndTheDayThatHasBegun() {
        // In Goose Bay they went back from 00:01 to 23:01.
        ZoneId zone = ZoneId.of("America/Goose_Bay");
        LimitPeriod day = Recurrence.DAY.at(Instant.parse("1990-10-28T03:01:00Z"), zone);
        assertThat(day.startsAt()).isEqualTo("1990-10-28T03:00:00Z");
        assertThat(Duration.between(day.startsAt(), day.endsAt())).isEqualTo(Duration.ofHours(25));
    }

    @Example
    void aMonthsEndIsItsLastDaysEnd() {
        ZoneId zone = ZoneId.of("America/New_York");
        LimitPeriod february = Recurrence.MONTH.at(Instant.parse("2028-02-29T12:00:00Z"), zone);
        assertThat(february.startsAt()).isEqualTo("2028-02-01T05:00:00Z");
        assertThat(february.endsAt()).isEqualTo("2028-03-01T05:00:00Z");
        // 31 March in New York, 1 April in UTC.
        LimitPeriod march = Recurrence.MONTH.at(Instant.parse("2026-04-01T03:59:59Z"), zone);
        assertThat(march.endsAt()).isEqualTo("2026-04-01T04:00:00Z");
        assertThat(Duration.between(march.startsAt(), march.endsAt())).isEqualTo(Duration.ofHours(31 * 24 - 1));
    }

    @Example
    void aMidnightThatComesTwiceBeginsTheDayOnce() {
        // In Havana the clocks go back from 01:00 to 00:00.
        ZoneId zone = ZoneId.of("America/Havana");
        LimitPeriod day = Recurrence.DAY.at(Instant.parse("2026-11-01T12:00:00Z"), zone);
        assertThat(day.startsAt()).isEqualTo("2026-11-01T04:00:00Z");
        assertThat(Duration.between(day.startsAt(), day.endsAt())).isEqualTo(Duration.ofHours(25));
    }

    @Example
    void aMidnightThatIsLeftOutBeginsTheDayAtOne() {
        // In Beirut the clocks go from 00:00 to 01:00.
        ZoneId zone = ZoneId.of("Asia/Beirut");
        LimitPeriod day = Recurrence.DAY.at(Instant.parse("2026-03-29T12:00:00Z"), zone);
        assertThat(day.startsAt().atZone(zone).toLocalTime()).isEqualTo("01:00");
        assertThat(Duration.between(day.startsAt(), day.endsAt())).isEqualTo(Duration.ofHours(23));
    }

    @Provide
    Arbitrary<Recurrence> calendar() {
        return Arbitraries.of(Recurrence.DAY, Recurrence.WEEK, Recurrence.MONTH);
    }

    /// Any, and as many within two days of a change of the zone's clocks.
    @Provide
    Arbitrary<ZonedDateTime> moments() {
        List<ZoneId> zones = ZoneId.getAvailableZoneIds().stream()
                .sorted()
                .filter(id -> !id.startsWith("SystemV/"))
                .map(ZoneId::of)
                .toList();
        Arbitrary<Instant> any = Arbitraries.longs().between(FROM, TO).map(Instant::ofEpochSecond);
        Arbitrary<Duration> near =
                Arbitraries.longs().between(-172_800, 172_800).map(Duration::ofSeconds);
        return Combinators.combine(Arbitraries.of(zones), any, near, Arbitraries.of(true, false))
                .as((zone, moment, off, atChange) -> {
                    ZoneOffsetTransition change = atChange ? zone.getRules().nextTransition(moment) : null;
                    Instant at = change == null ? moment : change.getInstant().plus(off);
                    return at.atZone(zone);
                });
    }
}
