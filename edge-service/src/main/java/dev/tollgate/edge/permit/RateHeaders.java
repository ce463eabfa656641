package dev.tollgate.edge.permit;

import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `x-ratelimit-*`: of requests and of tokens each the window with the least part left.
final class RateHeaders {
    private static final Names REQUESTS = Names.of("requests");
    private static final Names TOKENS = Names.of("tokens");

    private RateHeaders() {}

    /// Immutable: a permit takes it as it is.
    static Map<String, String> of(List<PermitAnswer.Window> windows) {
        PermitAnswer.Window requests = tightest(windows, false);
        PermitAnswer.Window tokens = tightest(windows, true);
        if (requests == null) {
            return tokens == null ? Map.of() : TOKENS.tell(tokens);
        }
        return tokens == null
                ? REQUESTS.tell(requests)
                : Map.of(
                        REQUESTS.limit,
                        limit(requests),
                        REQUESTS.remaining,
                        remaining(requests),
                        REQUESTS.reset,
                        reset(requests),
                        TOKENS.limit,
                        limit(tokens),
                        TOKENS.remaining,
                        remaining(tokens),
                        TOKENS.reset,
                        reset(tokens));
    }

    private record Names(String limit, String remaining, String reset) {
        static Names of(String what) {
            return new Names("x-ratelimit-limit-" + what, "x-ratelimit-remaining-" + what, "x-ratelimit-reset-" + what);
        }

        Map<String, String> tell(PermitAnswer.Window window) {
            return Map.of(
                    limit,
                    RateHeaders.limit(window),
                    remaining,
                    RateHeaders.remaining(window),
                    reset,
                    RateHeaders.reset(window));
        }
    }

    private static String limit(PermitAnswer.Window window) {
        return Long.toString(window.limit());
    }

    private static String remaining(PermitAnswer.Window window) {
        return Long.toString(window.remaining());
    }

    private static String reset(PermitAnswer.Window window) {
        return duration(window.resetMillis());
    }

    private static PermitAnswer.@Nullable Window tightest(List<PermitAnswer.Window> windows, boolean tokens) {
        PermitAnswer.Window least = null;
        for (PermitAnswer.Window window : windows) {
            boolean fits =
                    switch (window.dimension()) {
                        case RPM, RPD -> !tokens;
                        case TPM -> tokens;
                        case CONCURRENCY -> false;
                    };
            if (fits && (least == null || isTighter(window, least))) {
                least = window;
            }
        }
        return least;
    }

    private static boolean isTighter(PermitAnswer.Window one, PermitAnswer.Window other) {
        return (double) one.remaining() / one.limit() < (double) other.remaining() / other.limit();
    }

    /// As Go writes durations: `120ms`, `1s`, `1.5s`, `6m0s`, `1h2m3s`.
    static String duration(long millis) {
        if (millis < 1_000) {
            return millis <= 0 ? "0s" : millis + "ms";
        }
        long seconds = millis / 1_000;
        long rest = millis % 1_000;
        String fraction = rest == 0 ? "" : fraction(rest);
        String text = seconds % 60 + fraction + "s";
        if (seconds >= 60) {
            text = seconds / 60 % 60 + "m" + text;
        }
        return seconds >= 3_600 ? seconds / 3_600 + "h" + text : text;
    }

    private static String fraction(long millis) {
        String digits = Long.toString(1_000 + millis).substring(1);
        while (digits.endsWith("0")) {
            digits = digits.substring(0, digits.length() - 1);
        }
        return "." + digits;
    }
}
