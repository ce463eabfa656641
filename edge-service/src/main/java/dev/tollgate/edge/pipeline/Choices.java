package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.http.Headers;
import dev.tollgate.edge.catalogue.RouteHints;
import dev.tollgate.edge.json.Invalid;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/// What a caller asks, in headers, of the way its request is answered.
///
/// @param timeoutMillis from the request's coming to the answer's first byte; 0 for as long as it takes
/// @param fallback whether other models may stand in for the one asked for
/// @param cache whether it may be answered from the cache; null where the caller says nothing
public record Choices(
        RouteHints hints,
        long timeoutMillis,
        boolean fallback,
        @Nullable Boolean cache) {
    public static final Choices NONE = new Choices(RouteHints.NONE, 0, true, null);

    private static final String NO_FALLBACK = "none";
    private static final int DIGITS_MAX = 9;

    /// @param timeoutMax the longest timeout that may be asked for, in milliseconds
    /// @throws Invalid naming the header that cannot be understood
    static Choices read(MultiMap headers, long timeoutMax) {
        String route = headers.get(Headers.ROUTE);
        String timeout = headers.get(Headers.TIMEOUT_MILLIS);
        String fallback = headers.get(Headers.FALLBACK);
        String cache = headers.get(Headers.CACHE);
        return route == null && timeout == null && fallback == null && cache == null
                ? NONE
                : new Choices(hints(route), timeout(timeout, timeoutMax), fallback(fallback), cache(cache));
    }

    private static @Nullable Boolean cache(@Nullable String text) {
        return switch (text) {
            case null -> null;
            case "on" -> true;
            case "off" -> false;
            default ->
                throw Invalid.value(Headers.CACHE, "Invalid value for '" + Headers.CACHE + "': must be 'on' or 'off'.");
        };
    }

    private static RouteHints hints(@Nullable String text) {
        RouteHints hints = text == null ? RouteHints.NONE : RouteHints.parse(text);
        if (hints == null) {
            throw Invalid.value(
                    Headers.ROUTE,
                    "Invalid value for '" + Headers.ROUTE + "': write it like '" + RouteHints.SYNTAX
                            + "', with ids of providers or deployments.");
        }
        return hints;
    }

    private static long timeout(@Nullable String text, long max) {
        if (text == null) {
            return 0;
        }
        boolean whole = !text.isEmpty()
                && text.length() <= DIGITS_MAX
                && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        long millis = whole ? Long.parseLong(text) : 0;
        if (millis < 1 || millis > max) {
            throw Invalid.value(
                    Headers.TIMEOUT_MILLIS,
                    "Invalid value for '" + Headers.TIMEOUT_MILLIS + "': must be a whole number from 1 to " + max
                            + ".");
        }
        return millis;
    }

    private static boolean fallback(@Nullable String text) {
        if (text != null && !text.equals(NO_FALLBACK)) {
            throw Invalid.value(
                    Headers.FALLBACK, "Invalid value for '" + Headers.FALLBACK + "': must be '" + NO_FALLBACK + "'.");
        }
        return text == null;
    }
}
