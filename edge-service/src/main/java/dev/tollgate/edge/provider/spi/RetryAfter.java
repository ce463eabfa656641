package dev.tollgate.edge.provider.spi;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How long a provider asks us to wait: `retry-after-ms`, else `retry-after` in seconds or as a date.
public final class RetryAfter {
    private static final long MAX_MILLIS = Duration.ofMinutes(10).toMillis();
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}(\\.[0-9]{0,18})?");

    private RetryAfter() {}

    /// @return 0 when it says nothing that can be understood; at most ten minutes
    public static long millis(UnaryOperator<@Nullable String> header, Instant now) {
        String millis = header.apply("retry-after-ms");
        String seconds = header.apply("retry-after");
        long wait = millis == null ? -1 : millis(millis, 0);
        if (wait < 0 && seconds != null) {
            long given = millis(seconds, 3);
            wait = given < 0 ? untilDate(seconds, now) : given;
        }
        return Math.clamp(wait, 0, MAX_MILLIS);
    }

    /// Fractions are allowed: some send `0.25` seconds.
    ///
    /// @param places by which the decimal point moves to make it milliseconds
    /// @return -1 when it is no such number
    private static long millis(String text, int places) {
        String number = text.strip();
        return NUMBER.matcher(number).matches()
                ? new BigDecimal(number).movePointRight(places).longValue()
                : -1;
    }

    private static long untilDate(String text, Instant now) {
        try {
            Instant then = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Duration.between(now, then).toMillis();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }
}
