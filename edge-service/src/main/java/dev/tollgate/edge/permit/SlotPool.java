package dev.tollgate.edge.permit;

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
final class SlotPool extends Pool {
    private static final int SPARE_LEAST = 4;
    private static final long RESTING_NANOS = 5_000_000_000L;

    private final Holds holds;
    private final Queue<String> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger freeCount = new AtomicInteger();
    private final AtomicInteger inUse = new AtomicInteger();

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
        inUse.incrementAndGet();
        return new Slot(name);
    }

    @Override
    boolean isLow(long limit, long nowNanos) {
        return freeCount.get() == 0;
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

    /// A quarter of what is in use is kept spare; a subject that rests gives back all. Spare slots that were not
    /// renewed in time may be somebody else's: they are given back too, before a renewal makes them anew.
    @Override
    void sweep(long nowNanos, boolean all) {
        int used = inUse.get();
        boolean rests = (used == 0 && restsFor(nowNanos) > RESTING_NANOS) || holds.areLost(nowNanos);
        int spare = rests ? 0 : Math.max(SPARE_LEAST, used / 4);
        while (freeCount.get() > spare) {
            String name = free.poll();
            if (name == null) {
                return;
            }
            freeCount.decrementAndGet();
            holds.release(name, window().subject());
        }
    }
}
