package dev.tollgate.edge.credit;

import java.util.concurrent.atomic.AtomicLong;

/// What one lease was granted and where it is: `available = granted − returned − spent − reserved`. Lock-free; a
/// reservation is one compare-and-set.
///
/// A charge above its hold takes the lease's free rest, then what others have reserved in it: only then is the
/// available negative, and the next ask covers that. What the lease has not got at all billing takes from the
/// account, so that it does not count here (rules 7).
final class LeaseBook {
    private final AtomicLong available = new AtomicLong();
    /// Granted, less returned and spent: never negative.
    private final AtomicLong left = new AtomicLong();
    private final AtomicLong granted = new AtomicLong();
    private final AtomicLong returned = new AtomicLong();
    private final AtomicLong spent = new AtomicLong();
    private final AtomicLong reserved = new AtomicLong();

    boolean reserve(long amount) {
        long now = available.get();
        while (now >= amount) {
            if (available.compareAndSet(now, now - amount)) {
                reserved.addAndGet(amount);
                return true;
            }
            now = available.get();
        }
        return false;
    }

    /// A grant for one waiting need: reserved at once.
    void grantReserved(long amount) {
        granted.addAndGet(amount);
        left.addAndGet(amount);
        reserved.addAndGet(amount);
    }

    void grant(long amount) {
        granted.addAndGet(amount);
        left.addAndGet(amount);
        available.addAndGet(amount);
    }

    /// Takes all that nobody has reserved, to be returned to billing.
    long takeBack() {
        long now = available.get();
        while (now > 0) {
            if (available.compareAndSet(now, 0)) {
                left.addAndGet(-now);
                returned.addAndGet(now);
                return now;
            }
            now = available.get();
        }
        return 0;
    }

    void settle(long hold, long charge) {
        long covered = take(charge);
        reserved.addAndGet(-hold);
        spent.addAndGet(covered);
        available.addAndGet(hold - covered);
    }

    private long take(long charge) {
        long now = left.get();
        while (!left.compareAndSet(now, now - Math.min(charge, now))) {
            now = left.get();
        }
        return Math.min(charge, now);
    }

    void release(long hold) {
        settle(hold, 0);
    }

    long available() {
        return available.get();
    }

    /// Reserved and available together.
    long left() {
        return left.get();
    }

    long reserved() {
        return reserved.get();
    }

    long spent() {
        return spent.get();
    }

    long granted() {
        return granted.get();
    }

    long returned() {
        return returned.get();
    }
}
