package dev.tollgate.edge.permit;

import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `x-ratelimit-*`: of requests and of tokens each the window with the least part left.
final class RateHeaders {
    private RateHeaders() {}

    static Map<String, String> of(List<PermitAnswer.Window> windows) {
        Map<String, String> headers = new LinkedHashMap<>();
        put(headers, "requests", tightest(windows, false));
        put(headers, "tokens", tightest(windows, true));
        return headers;
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

    private static void put(Map<String, String> headers, String what, PermitAnswer.@Nullable Window window) {
        if (window != null) {
            headers.put("x-ratelimit-limit-" + what, Long.toString(window.limit()));
            headers.put("x-ratelimit-remaining-" + what, Long.toString(window.remaining()));
            headers.put("x-ratelimit-reset-" + what, duration(window.resetMillis()));
        }
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
