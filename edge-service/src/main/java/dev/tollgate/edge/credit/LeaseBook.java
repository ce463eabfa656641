package dev.tollgate.edge.credit;

import java.util.concurrent.atomic.AtomicLong;

/// What one lease was granted and where it is: `available = granted − returned − spent − reserved`. Lock-free; a
/// reservation is one compare-and-set. Only a charge above its hold can make the available negative; the next ask
/// covers that.
final class LeaseBook {
    private final AtomicLong available = new AtomicLong();
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
        reserved.addAndGet(amount);
    }

    void grant(long amount) {
        granted.addAndGet(amount);
        available.addAndGet(amount);
    }

    /// Takes all that nobody has reserved, to be returned to billing.
    long takeBack() {
        long now = available.get();
        while (now > 0) {
            if (available.compareAndSet(now, 0)) {
                returned.addAndGet(now);
                return now;
            }
            now = available.get();
        }
        return 0;
    }

    void settle(long hold, long charge) {
        reserved.addAndGet(-hold);
        spent.addAndGet(charge);
        available.addAndGet(hold - charge);
    }

    void release(long hold) {
        settle(hold, 0);
    }

    long available() {
        return available.get();
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
