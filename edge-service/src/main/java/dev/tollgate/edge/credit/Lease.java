package dev.tollgate.edge.credit;

import dev.tollgate.contract.billing.v1.LeaseAnswers.LeaseAnswer;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One lease and its numbered asks. The book and the volatile fields are read by any thread; all else is touched on
/// the context of [Leases] only. Times are of the monotonic clock, counted from before the ask was first sent, less
/// 2 s (rules 2).
final class Lease {
    static final int NEEDS_MAX = 1_000;

    private static final long SAFETY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long SPEND_WINDOW_SECONDS = 60;
    private static final int HOLDS_AT_LEAST = 8;

    /// Numbers on over all leases of this process: an ask of a closed lease that arrives late is known as such
    /// (rules 2).
    private static final AtomicLong NUMBERS = new AtomicLong();

    final LeaseKey key;
    final long epoch;
    volatile LeaseBook book = new LeaseBook();
    volatile long free;
    volatile boolean exact;
    volatile long lastUsedNanos;
    private volatile boolean spendable;
    private volatile boolean retiring;
    private volatile long spendUntil;
    private volatile long holdUntil;
    private volatile long renewAt;
    private volatile long lowMark;
    private volatile long usualHold;
    private final AtomicLong recentSpend = new AtomicLong();

    final Deque<Waiter> waiting = new ArrayDeque<>();
    boolean due;
    boolean giveBack;
    boolean closing;
    /// The journal's last sequence when the lease was found idle; -1 when it is in use.
    long idleSequence = -1;

    @Nullable
    LeaseAsk asked;

    List<Waiter> askedFor = List.of();
    long retryMillis;
    private long askedNanos;
    /// Time was lost since the ask: how old its answer is nobody knows.
    private boolean overtaken;
    private long spentAtTick;

    Lease(LeaseKey key, long epoch, long now) {
        this.key = key;
        this.epoch = epoch;
        this.lastUsedNanos = now;
        this.spendUntil = now;
        this.holdUntil = now;
        this.renewAt = now;
    }

    boolean spendable(long now) {
        return spendable && now - spendUntil < 0;
    }

    /// Half of the time that it may be spent for is over, or it may not be spent at all.
    boolean wantsRenewal(long now) {
        return !spendable || now - renewAt >= 0;
    }

    /// Whether the hold behind running requests is about to lapse.
    boolean holdEnds(long now, long before) {
        return now - holdUntil + before >= 0;
    }

    /// Time may have passed unseen: nothing is reserved until billing has answered again, and to an ask of
    /// afterwards.
    void forceRenewal() {
        spendable = false;
        overtaken = asked != null;
    }

    /// Reserves at hand, without a call. Any thread.
    boolean reserve(LeaseBook in, long amount, long now) {
        if (!spendable(now) || !in.reserve(amount)) {
            return false;
        }
        if (retiring || in != book) {
            // The last look before it was closed, or begun anew, may have missed us.
            in.release(amount);
            return false;
        }
        used(amount, now);
        return true;
    }

    /// Nothing is reserved from now on, so that it may be closed; false when something is.
    boolean retire() {
        retiring = true;
        if (book.reserved() != 0) {
            retiring = false;
            return false;
        }
        closing = true;
        spendable = false;
        return true;
    }

    void used(long hold, long now) {
        lastUsedNanos = now;
        usualHold = Math.max(hold, usualHold - usualHold / 16);
    }

    /// Once a second: forgets a sixtieth of the recent spend.
    void tick() {
        long spent = book.spent();
        long fresh = Math.max(0, spent - spentAtTick);
        spentAtTick = spent;
        recentSpend.updateAndGet(sum -> sum - sum / SPEND_WINDOW_SECONDS + fresh);
    }

    long target() {
        return Math.max(recentSpend.get(), HOLDS_AT_LEAST * usualHold);
    }

    /// Worth a call of its own: half is spent of what it should have, and of what it was given. When billing gave
    /// less than was asked for, asking again at once would not change its mind.
    boolean isLow() {
        return !exact && book.available() < Math.min(target() / 2, lowMark);
    }

    /// The next ask; nothing is in flight.
    LeaseAsk ask(long now) {
        List<Waiter> batch = new ArrayList<>();
        List<Need> needs = new ArrayList<>();
        // Who comes while it closes waits for the next lease.
        while (!closing && !waiting.isEmpty() && batch.size() < NEEDS_MAX) {
            Waiter next = waiting.poll();
            if (next.isWaiting()) {
                batch.add(next);
                needs.add(next.need());
                long usual = next.need().learned() > 0
                        ? next.need().learned()
                        : next.need().bound();
                usualHold = Math.max(usualHold, usual);
            }
        }
        long back = closing || giveBack || exact ? book.takeBack() : 0;
        boolean wantsMore = !closing && !giveBack && !exact && book.available() < target() / 2;
        long surplus = wantsMore ? target() - book.available() : 0;
        LeaseAsk next =
                new LeaseAsk(key.accountId(), key.limitIds(), NUMBERS.incrementAndGet(), needs, surplus, back, closing);
        due = false;
        giveBack = false;
        asked = next;
        askedFor = batch;
        askedNanos = now;
        return next;
    }

    /// Takes the times and the totals of an answer; grants are the caller's to hand out.
    void answered(LeaseAnswer answer) {
        long fresh = answer.surplus();
        for (long grant : answer.grants()) {
            fresh += grant;
        }
        boolean isHeld = answer.holdForMillis() > 0;
        if (isHeld && answer.granted() < book.granted() + fresh) {
            // Billing has begun a new lease, be it empty: what the old one held has lapsed.
            book = new LeaseBook();
            spentAtTick = 0;
        }
        book.grant(answer.surplus());
        free = answer.free();
        exact = answer.exact();
        lowMark = book.available() / 2;
        if (answer.holdForMillis() > 0) {
            holdUntil = after(answer.holdForMillis());
        }
        if (answer.spendForMillis() > 0) {
            spendUntil = after(answer.spendForMillis());
            renewAt = askedNanos + TimeUnit.MILLISECONDS.toNanos(answer.spendForMillis()) / 2;
        }
        spendable = answer.spendForMillis() > 0 && !overtaken;
        overtaken = false;
        asked = null;
        retryMillis = 0;
    }

    private long after(long millis) {
        return askedNanos + TimeUnit.MILLISECONDS.toNanos(millis) - SAFETY_NANOS;
    }
}
