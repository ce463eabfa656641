package dev.tollgate.billing.insight;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Which roll-ups have the figures of consecutive intervals: a UTC day's that lies in one interval, an hour's that
/// does, and records for the hours that a bound cuts.
///
/// @param bounds Unix seconds, ascending: an interval lies between each and the next
/// @param days whole UTC days
/// @param hourDays UTC days of which hours are needed
/// @param cutHours starts, in Unix seconds, of hours that are read from records
record Cover(List<Long> bounds, List<LocalDate> days, List<LocalDate> hourDays, List<Long> cutHours) {
    private static final long HOUR = 3_600;
    private static final long DAY = 86_400;

    Cover {
        bounds = List.copyOf(bounds);
        days = List.copyOf(days);
        hourDays = List.copyOf(hourDays);
        cutHours = List.copyOf(cutHours);
    }

    /// @param bounds two or more, ascending
    static Cover of(List<Instant> bounds) {
        List<Long> seconds = bounds.stream().map(Instant::getEpochSecond).toList();
        List<LocalDate> days = new ArrayList<>();
        List<LocalDate> hourDays = new ArrayList<>();
        List<Long> cutHours = new ArrayList<>();
        int next = 0;
        for (long day = Math.floorDiv(seconds.getFirst(), DAY) * DAY; day < seconds.getLast(); day += DAY) {
            boolean whole = true;
            for (; next < seconds.size() && seconds.get(next) < day + DAY; next++) {
                long bound = seconds.get(next);
                whole &= bound == day;
                long hour = Math.floorDiv(bound, HOUR) * HOUR;
                if (bound != hour && (cutHours.isEmpty() || cutHours.getLast() != hour)) {
                    cutHours.add(hour);
                }
            }
            (whole ? days : hourDays).add(LocalDate.ofInstant(Instant.ofEpochSecond(day), ZoneOffset.UTC));
        }
        return new Cover(seconds, days, hourDays, cutHours);
    }

    long from() {
        return bounds.getFirst();
    }

    long to() {
        return bounds.getLast();
    }
}
