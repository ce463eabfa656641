package dev.tollgate.edge.permit;

import dev.tollgate.contract.ratelimit.v1.SliceAnswers.SliceAnswer;
import dev.tollgate.contract.ratelimit.v1.SliceAsks.SliceAsk;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Requests or tokens of one large limit: one slice at a time.
final class SlicePool extends Pool {
    private final Consumer<Slice> report;
    private final AtomicReference<@Nullable Slice> current = new AtomicReference<>();

    SlicePool(Check.Window window, Function<SliceAsk, Future<SliceAnswer>> service, Consumer<Slice> report) {
        super(window, service);
        this.report = report;
    }

    private final class Part implements Taken {
        private final Slice slice;

        Part(Slice slice) {
            this.slice = slice;
        }

        @Override
        public void giveBack(long unused) {
            if (unused > 0 && slice.giveBack(unused)) {
                report.accept(slice);
            }
        }

        @Override
        public boolean isSlot() {
            return false;
        }
    }

    @Override
    @Nullable
    Taken tryTake(long amount, long nowNanos) {
        Slice slice = current.get();
        return slice != null && slice.take(amount, nowNanos) ? new Part(slice) : null;
    }

    @Override
    boolean isLow(long limit, long nowNanos) {
        Slice slice = current.get();
        return slice == null || slice.isLow(nowNanos);
    }

    @Override
    long wanted(long limit, long needed) {
        return Math.max(Checks.sliceOf(window().dimension(), limit), needed);
    }

    @Override
    void accept(SliceAsk ask, SliceAnswer answer, long askedNanos) {
        end(current.getAndSet(new Slice(ask.sliceId(), window(), answer.granted(), askedNanos, answer.validMillis())));
    }

    @Override
    long free() {
        Slice slice = current.get();
        return slice == null ? 0 : slice.free();
    }

    @Override
    boolean isEmpty() {
        return current.get() == null;
    }

    @Override
    void sweep(long nowNanos, boolean all) {
        Slice slice = current.get();
        if (slice != null && (all || slice.isOver(nowNanos)) && current.compareAndSet(slice, null)) {
            end(slice);
        }
    }

    private void end(@Nullable Slice slice) {
        if (slice != null && slice.end()) {
            report.accept(slice);
        }
    }
}
