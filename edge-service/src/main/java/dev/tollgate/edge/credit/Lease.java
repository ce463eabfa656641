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

/// One lease and its numbered asks. The book and the volatile times are read by any thread; all else is touched on
/// the context of [Leases] only. Times are of the monotonic clock, counted from before the ask was sent, less 2 s.
final class Lease {
    private static final long SAFETY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long SPEND_WINDOW_SECONDS = 60;
    private static final int HOLDS_AT_LEAST = 8;
    private static final int NEEDS_MAX = 1_000;

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
    private volatile long spendUntil;
    private volatile long holdUntil;
    private final AtomicLong recentSpend = new AtomicLong();
    private volatile long usualHold;

    final Deque<Waiter> waiting = new ArrayDeque<>();
    boolean due;
    boolean giveBack;
    boolean closing;
    /// The journal's last sequence when the lease was found idle; -1 when it is in use.
    long idleSequence = -1;

    @Nullable
    LeaseAsk asked;

    List<Waiter> askedFor = List.of();
    long askedNanos;
    long retryMillis;
    private long spentAtTick;

    Lease(LeaseKey key, long epoch, long now) {
        this.key = key;
        this.epoch = epoch;
        this.lastUsedNanos = now;
        this.holdUntil = now;
    }

    boolean spendable(long now) {
        return spendable && now - spendUntil < 0;
    }

    long spendNanosLeft(long now) {
        return spendable ? spendUntil - now : 0;
    }

    /// Whether the hold behind running requests is about to lapse.
    boolean holdEnds(long now, long before) {
        return now - holdUntil + before >= 0;
    }

    /// Time may have passed unseen: nothing is reserved until billing has answered again.
    void forceRenewal() {
        spendable = false;
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

    boolean isLow() {
        return !exact && book.available() < target() / 2;
    }

    /// The next ask; nothing is in flight.
    LeaseAsk ask(long now) {
        List<Waiter> batch = new ArrayList<>();
        List<Need> needs = new ArrayList<>();
        while (!waiting.isEmpty() && batch.size() < NEEDS_MAX) {
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
        boolean wantsMore = !closing && !giveBack && !exact && (isLow() || book.available() < 0);
        long surplus = wantsMore ? Math.max(0, target() - book.available()) : 0;
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
        if (book.granted() > 0 && answer.granted() < book.granted() + fresh) {
            // Billing has begun a new lease: what the old one held has lapsed.
            book = new LeaseBook();
        }
        book.grant(answer.surplus());
        free = answer.free();
        exact = answer.exact();
        if (answer.spendForMillis() > 0) {
            spendUntil = askedNanos + TimeUnit.MILLISECONDS.toNanos(answer.spendForMillis()) - SAFETY_NANOS;
            holdUntil = askedNanos + TimeUnit.MILLISECONDS.toNanos(answer.holdForMillis()) - SAFETY_NANOS;
            spendable = true;
        }
        asked = null;
        retryMillis = 0;
    }
}
