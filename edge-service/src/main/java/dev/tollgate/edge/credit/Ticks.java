package dev.tollgate.edge.credit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Notices time that passed unseen: a paused process, a stalled or suspended machine. Leases are then not trusted
/// until billing has answered again (rules 2). Pure but for what it is told.
final class Ticks {
    private static final long GAP_NANOS = 1_000_000_000L;

    private volatile long last;
    private volatile long lastWallMillis;
    private final AtomicInteger gaps = new AtomicInteger();

    Ticks(long now, long wallMillis) {
        this.last = now;
        this.lastWallMillis = wallMillis;
    }

    /// Called a few times a second, by one thread.
    ///
    /// @param lost run when time was lost, before anybody takes the present for [#inTime]
    void tick(long now, long wallMillis, Runnable lost) {
        if (!inTime(now, wallMillis)) {
            gaps.incrementAndGet();
            lost.run();
        }
        last = now;
        lastWallMillis = wallMillis;
    }

    /// How often time was lost: a reservation remembers it.
    int gaps() {
        return gaps.get();
    }

    /// Whether the present is close to the last tick. The monotonic clock stands still while a machine is suspended,
    /// so that the wall clock is looked at, too.
    boolean inTime(long now, long wallMillis) {
        return now - last <= GAP_NANOS && TimeUnit.MILLISECONDS.toNanos(wallMillis - lastWallMillis) <= GAP_NANOS;
    }
}
