package dev.tollgate.edge.credit;

import java.time.Duration;

/// What a lease needs, looked at once a second. Pure.
enum Upkeep {
    NOTHING,
    /// Half of its time is over.
    RENEW,
    /// Nobody used it for long: its credit goes back, and it is closed when billing has all that was spent under
    /// it.
    GIVE_BACK,
    CLOSE;

    /// @param now on the monotonic clock
    /// @param acknowledged whether billing has all that was written before the lease was found idle
    static Upkeep of(Lease lease, long now, Duration idleClose, boolean acknowledged) {
        if (lease.asked != null || lease.closing) {
            return NOTHING;
        }
        boolean idle = lease.book.reserved() == 0
                && lease.waiting.isEmpty()
                && now - lease.lastUsedNanos > idleClose.toNanos();
        if (!idle) {
            return lease.wantsRenewal(now) ? RENEW : NOTHING;
        }
        if (lease.idleSequence < 0) {
            return GIVE_BACK;
        }
        return acknowledged ? CLOSE : NOTHING;
    }
}
