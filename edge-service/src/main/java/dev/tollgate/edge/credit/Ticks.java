package dev.tollgate.edge.credit;

import java.util.concurrent.atomic.AtomicInteger;

/// Notices time that passed unseen: a paused process, a stalled machine. Leases are then not trusted until billing
/// has answered again (rules 2). Pure but for what it is told.
final class Ticks {
    private static final long GAP_NANOS = 1_000_000_000L;

    private volatile long last;
    private final AtomicInteger gaps = new AtomicInteger();

    Ticks(long now) {
        this.last = now;
    }

    /// Called a few times a second; true when time was lost.
    boolean tick(long now) {
        boolean lost = now - last > GAP_NANOS;
        if (lost) {
            gaps.incrementAndGet();
        }
        last = now;
        return lost;
    }

    /// How often time was lost: a reservation remembers it.
    int gaps() {
        return gaps.get();
    }

    /// Whether the present is close to the last tick.
    boolean inTime(long now) {
        return now - last <= GAP_NANOS;
    }
}
