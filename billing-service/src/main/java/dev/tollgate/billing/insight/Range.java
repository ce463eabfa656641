package dev.tollgate.billing.insight;

import dev.tollgate.billing.internal.Required;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A range of time as it is asked for, widened to whole intervals.
final class Range {
    private static final int HOURS = 24;
    private static final int DAYS = 30;
    private static final int INTERVALS_MAX = 800;
    private static final long SECONDS_MAX = 253_402_300_799L;

    private Range() {}

    /// The bounds of the hours, or of an account's days, that the range touches; the last day or so when it is not
    /// said.
    static List<Instant> of(Unit unit, @Nullable String from, @Nullable String to, ZoneId zone, Instant now) {
        Instant end = to == null ? now : moment(to, "to");
        Instant otherwise = unit == Unit.HOUR
                ? end.minus(HOURS - 1, ChronoUnit.HOURS)
                : end.atZone(zone).minusDays(DAYS - 1).toInstant();
        Instant start = from == null ? otherwise : moment(from, "from");
        if (!start.isBefore(end) && from != null) {
            throw Required.invalid("from", "from must be before to.");
        }
        List<Instant> bounds = new ArrayList<>();
        bounds.add(unit.floor(start, zone));
        while (bounds.getLast().isBefore(end) || bounds.size() < 2) {
            if (bounds.size() > INTERVALS_MAX) {
                throw Required.invalid("from", "At most " + INTERVALS_MAX + " intervals are told at once.");
            }
            bounds.add(unit.next(bounds.getLast(), zone));
        }
        return bounds;
    }

    /// Whole hours around a range, as one interval.
    static List<Instant> hours(@Nullable String from, @Nullable String to, Instant now) {
        Instant end = to == null ? now : moment(to, "to");
        Instant start = from == null ? end.minus(HOURS - 1, ChronoUnit.HOURS) : moment(from, "from");
        if (!start.isBefore(end) || start.plus(INTERVALS_MAX, ChronoUnit.DAYS).isBefore(end)) {
            throw Required.invalid("from", "from must be before to, by at most " + INTERVALS_MAX + " days.");
        }
        return List.of(start.truncatedTo(ChronoUnit.HOURS), nextHour(end.minusMillis(1)));
    }

    static Instant nextHour(Instant moment) {
        return moment.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    }

    private static Instant moment(String value, String param) {
        long seconds = Required.number(value, param);
        if (seconds > SECONDS_MAX) {
            throw Required.invalid(param, param + " is too large.");
        }
        return Instant.ofEpochSecond(seconds);
    }

    /// How long intervals are.
    enum Unit {
        HOUR {
            @Override
            Instant floor(Instant moment, ZoneId zone) {
                return moment.truncatedTo(ChronoUnit.HOURS);
            }

            @Override
            Instant next(Instant start, ZoneId zone) {
                return start.plus(1, ChronoUnit.HOURS);
            }
        },
        /// From midnight to midnight where the account is: 23, 24 or 25 hours.
        DAY {
            @Override
            Instant floor(Instant moment, ZoneId zone) {
                return LocalDate.ofInstant(moment, zone).atStartOfDay(zone).toInstant();
            }

            @Override
            Instant next(Instant start, ZoneId zone) {
                return LocalDate.ofInstant(start, zone)
                        .plusDays(1)
                        .atStartOfDay(zone)
                        .toInstant();
            }
        };

        abstract Instant floor(Instant moment, ZoneId zone);

        abstract Instant next(Instant start, ZoneId zone);

        static Optional<Unit> of(String name) {
            return switch (name) {
                case "hour" -> Optional.of(HOUR);
                case "day" -> Optional.of(DAY);
                default -> Optional.empty();
            };
        }
    }
}
