package dev.tollgate.edge.credit;

import java.util.concurrent.TimeUnit;

/// When a stream's hold is extended, and how far: asked for at the larger of 2 s of output at the rate seen so far
/// and 512 tokens before the hold's end, so that the answer is there in time (rules 7). Pure; in tokens.
final class Extension {
    private static final long MARGIN_TOKENS = 512;
    private static final long MARGIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    private Extension() {}

    /// @param affordable what the hold pays for
    /// @param outputBound what was sent upstream: when that is paid for, nothing more can come
    /// @param elapsedNanos since the request began
    static boolean isDue(long affordable, long delivered, long outputBound, long elapsedNanos) {
        long left = affordable - delivered;
        return left < 0 || (affordable < outputBound && left <= margin(delivered, elapsedNanos));
    }

    /// What the hold shall pay for next.
    static long reach(long affordable, long delivered, long outputBound, long elapsedNanos) {
        long reach = Math.max(delivered, affordable) + 2 * margin(delivered, elapsedNanos);
        return delivered < outputBound ? Math.min(reach, outputBound) : reach;
    }

    private static long margin(long delivered, long elapsedNanos) {
        long elapsed = Math.max(MARGIN_NANOS, elapsedNanos);
        return Math.max(MARGIN_TOKENS, delivered / Math.max(1, elapsed / MARGIN_NANOS));
    }
}
