package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.routing.v1.Catalogue.Timeouts;
import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The forms that several parts of the file share: names, durations, limits, exact decimals.
final class Forms {
    static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    static final String ID_NAME = "lower-case letters, digits, '.', '_' or '-', at most 64";
    static final int LONGEST_ID = 128;
    static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]{0,127}");
    static final String MODEL_NAME = "letters, digits, '.', '_', '-', '/', ':' or '@', at most 128";

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final long LONGEST_MILLIS = 24 * 3_600_000L;
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final Set<String> LIMIT_KEYS = Set.of("rpm", "tpm", "rpd", "concurrency");
    private static final Set<String> TIMEOUT_KEYS = Set.of("connect", "first_byte", "plain", "idle", "retry_deadline");
    private static final long MOST = 1_000_000_000_000L;

    private Forms() {}

    static RateLimits limits(Section parent) {
        Section section = parent.section("limits", LIMIT_KEYS);
        if (section == null) {
            return RateLimits.NONE;
        }
        return new RateLimits(
                section.optionalWhole("rpm", 1, MOST),
                section.optionalWhole("tpm", 1, MOST),
                section.optionalWhole("rpd", 1, MOST),
                section.optionalWhole("concurrency", 1, MOST));
    }

    /// Timeouts with these presets for what is left out.
    static Timeouts timeouts(Section parent, Timeouts presets) {
        Section section = parent.section("timeouts", TIMEOUT_KEYS);
        if (section == null) {
            return presets;
        }
        return new Timeouts(
                millis(section, "connect", presets.connect()),
                millis(section, "first_byte", presets.firstByte()),
                millis(section, "plain", presets.plain()),
                millis(section, "idle", presets.idle()),
                millis(section, "retry_deadline", presets.retryDeadline()));
    }

    /// A duration of at least a millisecond; the preset where it is left out.
    static long millis(Section section, String key, long preset) {
        String text = section.raw(key);
        if (text == null) {
            return preset;
        }
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            section.problem(
                    key, "must be a duration such as 500ms, 60s, 5m or 1h, not \"" + Section.shorten(text) + "\"");
            return preset;
        }
        long number = Long.parseLong(matcher.group(1));
        long unit =
                switch (matcher.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    default -> 3_600_000;
                };
        long millis = number * unit;
        if (millis < 1 || millis > LONGEST_MILLIS) {
            section.problem(key, "must be from 1ms to 24h, not " + text);
            return preset;
        }
        return millis;
    }

    /// An exact decimal of so many places, or null when it is absent or has another form.
    static @Nullable BigDecimal decimal(Section section, String key, int places) {
        String text = section.raw(key);
        if (text == null) {
            return null;
        }
        int point = text.indexOf('.');
        boolean fits = point < 0 || text.length() - point - 1 <= places;
        if (!DECIMAL.matcher(text).matches() || !fits) {
            section.problem(
                    key,
                    "must be a plain decimal with at most " + places + " places, not \"" + Section.shorten(text)
                            + "\"");
            return null;
        }
        return new BigDecimal(text);
    }
}
