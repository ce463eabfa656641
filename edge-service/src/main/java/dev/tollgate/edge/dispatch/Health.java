package dev.tollgate.edge.dispatch;

/// A deployment's circuit breaker and cooldown: immutable, judged at a time that the caller gives. All times are
/// monotonic milliseconds, 0 for none.
///
/// @param failures in a row; from the breaker's threshold on it is open, and half-open when `openUntil` has passed
/// @param openUntil the breaker lets nothing through
/// @param coolingUntil the provider asked to be left alone
/// @param probingUntil one attempt is under way that finds out whether it is well again; should that attempt never
///     tell, the next one may try then
record Health(int failures, long openUntil, long coolingUntil, long probingUntil) {
    static final Health GOOD = new Health(0, 0, 0, 0);

    /// Whether it may be tried now.
    boolean allows(long nowMillis) {
        return nowMillis >= closedUntil();
    }

    /// When it may be tried again.
    long closedUntil() {
        return Math.max(Math.max(openUntil, coolingUntil), probingUntil);
    }

    /// Whether only one attempt at a time may find out if it is well again.
    boolean needsProbe(int threshold) {
        return failures >= threshold;
    }

    Health probing(long nowMillis, long forMillis) {
        return new Health(failures, openUntil, coolingUntil, nowMillis + forMillis);
    }

    /// The probe came to no verdict: the next one may try at once.
    Health released() {
        return new Health(failures, openUntil, coolingUntil, 0);
    }

    /// Somebody found it well at that time. If that is newer than its last failure, one attempt may see for itself.
    ///
    /// @param delayMillis for how long a failure closes it
    Health proven(long atMillis, long delayMillis) {
        return openUntil > 0 && openUntil - delayMillis <= atMillis
                ? new Health(failures, Math.min(openUntil, atMillis), coolingUntil, probingUntil)
                : this;
    }

    /// A cooldown stays: an older request's success says nothing about what the provider asked for since.
    Health afterSuccess(long nowMillis) {
        return coolingUntil > nowMillis ? new Health(0, 0, coolingUntil, 0) : GOOD;
    }

    /// One more failure; from `threshold` in a row on, each closes it for `delayMillis`.
    Health afterFailure(long nowMillis, int threshold, long delayMillis) {
        int count = failures + 1;
        return new Health(count, count >= threshold ? nowMillis + delayMillis : openUntil, coolingUntil, 0);
    }

    /// The provider asked to be left alone.
    Health cooling(long nowMillis, long forMillis) {
        return new Health(failures, openUntil, Math.max(coolingUntil, nowMillis + forMillis), 0);
    }
}
