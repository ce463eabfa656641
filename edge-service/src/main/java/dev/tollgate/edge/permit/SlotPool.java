package dev.tollgate.edge.permit;

import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.SliceAnswers.SliceAnswer;
import dev.tollgate.contract.ratelimit.v1.SliceAsks.SliceAsk;
import io.vertx.core.Future;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Slots of one large concurrency limit. A slot has a name; this edge renews its slots together, and releases those
/// that it does not need.
///
/// What it holds follows its peak: as many as were in use at once of late, and some spare, so that neither a burst
/// waits for the service nor each ebb is told to it. Spare slots are another edge's loss, so the peak is forgotten in
/// time.
final class SlotPool extends Pool {
    private static final int SPARE_LEAST = 4;
    private static final long ASK_MAX = 1_000;
    /// A quarter of the peak is kept spare.
    private static final int SPARE_PART = 4;
    private static final long RESTING_NANOS = 5_000_000_000L;
    /// After so long without so many in use, half of the way down to what is in use is forgotten.
    private static final long PEAK_NANOS = 5_000_000_000L;

    private final Holds holds;
    private final Queue<String> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger freeCount = new AtomicInteger();
    private final AtomicInteger inUse = new AtomicInteger();
    /// Most in use at once of late. Written without a lock: one that is lost is seen again by the next request.
    private volatile int peak;

    private volatile long peakNanos = System.nanoTime();

    SlotPool(Check.Window window, Function<SliceAsk, Future<SliceAnswer>> service, Holds holds) {
        super(window, service);
        this.holds = holds;
    }

    private final class Slot implements Taken {
        private final String name;

        Slot(String name) {
            this.name = name;
        }

        @Override
        public void giveBack(long unused) {
            inUse.decrementAndGet();
            freeCount.incrementAndGet();
            free.add(name);
        }

        @Override
        public boolean isSlot() {
            return true;
        }
    }

    @Override
    @Nullable
    Taken tryTake(long amount, long nowNanos) {
        if (holds.areLost(nowNanos)) {
            return null;
        }
        String name = free.poll();
        if (name == null) {
            return null;
        }
        freeCount.decrementAndGet();
        int used = inUse.incrementAndGet();
        if (used >= peak) {
            peak = used;
            peakNanos = nowNanos;
        }
        return new Slot(name);
    }

    /// Before the last spare slot is taken: who came then would wait.
    @Override
    boolean isLow(long limit, long nowNanos) {
        return inUse.get() + freeCount.get() < peak + spare() / 2;
    }

    @Override
    long wanted(long limit, long needed) {
        return Math.max(Math.min(needed, ASK_MAX), Math.min(spare(), Checks.sliceOf(Dimension.CONCURRENCY, limit)));
    }

    private int spare() {
        return Math.max(SPARE_LEAST, peak / SPARE_PART);
    }

    @Override
    void accept(SliceAsk ask, SliceAnswer answer, long askedNanos) {
        for (long n = 0; n < answer.granted(); n++) {
            String name = ask.sliceId() + "#" + n;
            holds.add(name, window().subject());
            freeCount.incrementAndGet();
            free.add(name);
        }
    }

    @Override
    long free() {
        return freeCount.get();
    }

    @Override
    boolean isEmpty() {
        return freeCount.get() == 0 && inUse.get() == 0;
    }

    /// What is above the peak and twice its spare is given back; a subject that rests gives back all. Spare slots that
    /// were not renewed in time may be somebody else's: they are given back too, before a renewal makes them anew.
    @Override
    void sweep(long nowNanos, boolean all) {
        int used = inUse.get();
        if (nowNanos - peakNanos > PEAK_NANOS) {
            peak = used + (peak - used) / 2;
            peakNanos = nowNanos;
        }
        boolean rests = (used == 0 && restsFor(nowNanos) > RESTING_NANOS) || holds.areLost(nowNanos);
        int held = inUse.get() + freeCount.get();
        if (rests || held > peak + 2 * spare()) {
            release(rests ? freeCount.get() : held - peak - spare());
        }
    }

    private void release(int count) {
        for (int n = 0; n < count; n++) {
            String name = free.poll();
            if (name == null) {
                return;
            }
            freeCount.decrementAndGet();
            holds.release(name, window().subject());
        }
    }
}
