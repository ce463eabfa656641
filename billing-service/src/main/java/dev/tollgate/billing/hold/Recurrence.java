package dev.tollgate.billing.hold;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/// How often a spend limit starts anew: by the calendar of its time zone, so a day may have 23 or 25 hours.
public enum Recurrence {
    TOTAL,
    DAY,
    /// From Monday.
    WEEK,
    MONTH;

    /// The period that holds at a moment.
    public LimitPeriod at(Instant moment, ZoneId zone) {
        LocalDate day = day(moment, zone);
        return switch (this) {
            case TOTAL -> new LimitPeriod(Instant.EPOCH, null);
            case DAY -> between(day, day.plusDays(1), zone);
            case WEEK -> {
                LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                yield between(monday, monday.plusWeeks(1), zone);
            }
            case MONTH -> between(day.withDayOfMonth(1), day.withDayOfMonth(1).plusMonths(1), zone);
        };
    }

    /// A day has begun when its first midnight is over, though clocks that go back across midnight say
    /// yesterday once more.
    private static LocalDate day(Instant moment, ZoneId zone) {
        LocalDate told = moment.atZone(zone).toLocalDate();
        LocalDate next = told.plusDays(1);
        return next.atStartOfDay(zone).toInstant().isAfter(moment) ? told : next;
    }

    private static LimitPeriod between(LocalDate from, LocalDate to, ZoneId zone) {
        return new LimitPeriod(
                from.atStartOfDay(zone).toInstant(), to.atStartOfDay(zone).toInstant());
    }
}
