package dev.tollgate.edge.permit;

import dev.tollgate.contract.ratelimit.v1.SliceReturns.SliceReturn;
import java.util.concurrent.atomic.AtomicLong;

/// A part of one large limit that this edge may spend until its time is over. Lock-free.
///
/// What is given back while it is valid can be taken again; afterwards it is reported to the service, which counts it
/// back only if its bucket counts still.
final class Slice {
    private static final long NANOS_PER_MILLI = 1_000_000;
    /// The next one is asked for when three quarters of its time are over.
    private static final long REFILL_NANOS_PER_MILLI = 750_000;

    private final String id;
    private final Check.Window window;
    private final long granted;
    private final long validUntilNanos;
    private final long refillAtNanos;
    private final AtomicLong free;
    private final AtomicLong returned = new AtomicLong();
    private volatile boolean over;

    /// @param askedNanos the monotonic clock right before the service was asked
    Slice(String id, Check.Window window, long granted, long askedNanos, long validMillis) {
        this.id = id;
        this.window = window;
        this.granted = granted;
        this.free = new AtomicLong(granted);
        this.validUntilNanos = askedNanos + validMillis * NANOS_PER_MILLI;
        this.refillAtNanos = askedNanos + validMillis * REFILL_NANOS_PER_MILLI;
    }

    boolean take(long amount, long nowNanos) {
        if (over || nowNanos - validUntilNanos >= 0) {
            return false;
        }
        long there = free.get();
        while (there >= amount) {
            if (free.compareAndSet(there, there - amount)) {
                return true;
            }
            there = free.get();
        }
        return false;
    }

    /// Whether it is time to ask for the next one, before anybody has to wait.
    boolean isLow(long nowNanos) {
        return nowNanos - refillAtNanos >= 0 || free.get() < granted / 4;
    }

    boolean isOver(long nowNanos) {
        return over || nowNanos - validUntilNanos >= 0;
    }

    long free() {
        return free.get();
    }

    /// Nothing more is taken from it. True when there is something to report.
    boolean end() {
        over = true;
        return collect();
    }

    /// True when it has to be reported now.
    boolean giveBack(long amount) {
        free.addAndGet(amount);
        return over && collect();
    }

    private boolean collect() {
        long rest = free.getAndSet(0);
        returned.addAndGet(rest);
        return rest > 0;
    }

    /// All that was ever returned: told again, it counts once.
    SliceReturn report() {
        return new SliceReturn(id, window.subject(), window.dimension(), returned.get());
    }
}
