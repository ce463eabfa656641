package dev.tollgate.edge.dispatch;

/// A deployment's circuit breaker and cooldown: immutable, judged at a time that the caller gives.
///
/// @param failures in a row
/// @param closedUntil monotonic milliseconds until which it is left alone; 0 when it may be tried
public record Health(int failures, long closedUntil) {
    public static final Health GOOD = new Health(0, 0);

    /// Whether it may be tried now.
    public boolean allows(long nowMillis) {
        return nowMillis >= closedUntil;
    }

    Health afterSuccess() {
        return failures == 0 && closedUntil == 0 ? this : GOOD;
    }

    /// One more failure; from `threshold` in a row on, each closes it for `delayMillis`.
    Health afterFailure(long nowMillis, int threshold, long delayMillis) {
        int count = failures + 1;
        return new Health(count, count >= threshold ? nowMillis + delayMillis : closedUntil);
    }

    /// The provider asked to be left alone.
    Health cooling(long nowMillis, long forMillis) {
        return new Health(failures, Math.max(closedUntil, nowMillis + forMillis));
    }
}
