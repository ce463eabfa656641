package dev.tollgate.ratelimit.store;

/// Decides whether Redis is asked at all. After many failures in a row it is asked now and then only, so that
/// callers hear at once that it is away, and it does not find a heap of old asks when it comes back.
final class Gate {
    private final int failuresMax;
    private final long probeNanos;
    private int failures;
    private long probedNanos;

    /// @param failuresMax in a row, none succeeding
    /// @param probeNanos between two attempts while it is away
    Gate(int failuresMax, long probeNanos) {
        this.failuresMax = failuresMax;
        this.probeNanos = probeNanos;
    }

    synchronized boolean admits(long nowNanos) {
        if (failures < failuresMax) {
            return true;
        }
        if (nowNanos - probedNanos < probeNanos) {
            return false;
        }
        probedNanos = nowNanos;
        return true;
    }

    /// True when it was away.
    synchronized boolean succeeded() {
        boolean wasAway = failures > 0;
        failures = 0;
        return wasAway;
    }

    /// True when this is the first of a row.
    synchronized boolean failed(long nowNanos) {
        failures = Math.min(failures + 1, failuresMax);
        probedNanos = nowNanos;
        return failures == 1;
    }
}
