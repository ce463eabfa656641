package dev.tollgate.console.insight;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How far back a page looks.
public enum Period {
    DAY("24h", "hour", Duration.ofHours(23)),
    WEEK("7d", "day", Duration.ofDays(6)),
    MONTH("30d", "day", Duration.ofDays(29));

    private final String code;
    private final String interval;
    private final Duration back;

    /// @param back to the first interval: the range is widened to whole ones
    Period(String code, String interval, Duration back) {
        this.code = code;
        this.interval = interval;
        this.back = back;
    }

    /// The one that an address names, else this one.
    public static Period of(@Nullable String code, Period unless) {
        return Arrays.stream(values())
                .filter(one -> one.code.equals(code))
                .findFirst()
                .orElse(unless);
    }

    public String code() {
        return code;
    }

    /// `hour` or `day`
    public String interval() {
        return interval;
    }

    /// A moment in the first interval.
    public Instant from(Instant now) {
        return now.minus(back);
    }

    /// Full days of the last one.
    public int days() {
        return (int) back.toDays() + 1;
    }
}
