package dev.tollgate.billing.usage;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How long each of the sums is, and where they are kept.
enum Interval {
    HOUR("usage_by_hour", 3_600),
    DAY("usage_by_day", 86_400);

    private final String table;
    private final long seconds;

    Interval(String table, long seconds) {
        this.table = table;
        this.seconds = seconds;
    }

    static Optional<Interval> of(String name) {
        return switch (name) {
            case "hour" -> Optional.of(HOUR);
            case "day" -> Optional.of(DAY);
            default -> Optional.empty();
        };
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String table() {
        return table;
    }

    /// The columns that say when an interval starts.
    List<String> start() {
        return this == HOUR ? List.of("day", "hour") : List.of("day");
    }

    long seconds() {
        return seconds;
    }
}
