package dev.tollgate.ratelimit.lease;

import dev.tollgate.contract.ratelimit.v1.SliceAsks.SliceAsk;
import java.time.Duration;

/// How much one slice may hold: what the limit gives in the time that the slice is valid, or what those who wait need
/// at once.
final class SliceSize {
    /// 200 ms of a day are nothing: less than what a window of a minute is off by.
    private static final long DAY_PART = 1_000;
    /// Concurrency does not flow: an edge may hold this part of the slots that it does not use yet.
    private static final long SLOTS_PART = 16;

    private SliceSize() {}

    static long most(SliceAsk ask, Duration window, Duration validity) {
        long share =
                switch (ask.dimension()) {
                    case RPM, TPM -> ask.limit() * validity.toMillis() / window.toMillis();
                    case RPD -> ask.limit() / DAY_PART;
                    case CONCURRENCY -> ask.limit() / SLOTS_PART;
                };
        return Math.min(ask.amount(), Math.max(Math.max(1, share), ask.waiting()));
    }
}
