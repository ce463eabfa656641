package dev.tollgate.edge.permit;

import dev.tollgate.contract.ratelimit.v1.SliceAnswers.SliceAnswer;
import dev.tollgate.contract.ratelimit.v1.SliceAsks.SliceAsk;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What this edge holds of one large limit. Taking from it is lock-free; when it is empty, all who wait share one
/// ask.
abstract class Pool {
    private static final int WAITING_MAX = 100_000;

    private final Check.Window window;
    private final Function<SliceAsk, Future<SliceAnswer>> service;
    /// Guarded by itself, as is `asking`.
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private boolean asking;
    private volatile long usedNanos = System.nanoTime();
    private volatile Seen seen = new Seen(0, 0, 0);

    Pool(Check.Window window, Function<SliceAsk, Future<SliceAnswer>> service) {
        this.window = window;
        this.service = service;
    }

    /// What a request has taken.
    interface Taken {
        /// @param unused of the amount that was taken
        void giveBack(long unused);

        /// Whether the amount is given back when the request ends, whatever it used.
        boolean isSlot();
    }

    /// The result of waiting.
    sealed interface Got {
        /// It is this request's.
        record Some(Taken taken) implements Got {}

        /// The limit is used up.
        record None(long retryAfterMillis) implements Got {}

        /// What was granted was over when it came: the service is too far away for slices now.
        record Late() implements Got {}
    }

    private record Waiting(long amount, Promise<Got> promise) {}

    /// @param atNanos when the service said so
    record Seen(long remaining, long resetMillis, long atNanos) {}

    /// Takes at once, or not at all.
    abstract @Nullable Taken tryTake(long amount, long nowNanos);

    /// Whether the next ask should be under way already.
    abstract boolean isLow(long limit, long nowNanos);

    /// How much to ask for.
    ///
    /// @param needed by those who wait
    abstract long wanted(long limit, long needed);

    /// Takes in what was granted.
    abstract void accept(SliceAsk ask, SliceAnswer answer, long askedNanos);

    /// What may be taken at once.
    abstract long free();

    /// Whether nothing is held.
    abstract boolean isEmpty();

    /// Ends what is over, on every tick.
    ///
    /// @param all end everything: time has jumped
    abstract void sweep(long nowNanos, boolean all);

    Check.Window window() {
        return window;
    }

    Seen seen() {
        return seen;
    }

    @Nullable
    Taken take(Check check, long nowNanos) {
        usedNanos = nowNanos;
        Taken taken = tryTake(check.amount(), nowNanos);
        if (taken != null && isLow(check.limit(), nowNanos)) {
            refill(check.limit());
        }
        return taken;
    }

    /// Waits for the shared ask.
    Future<Got> await(Check check) {
        Promise<Got> promise = Promise.promise();
        synchronized (waiting) {
            if (waiting.size() >= WAITING_MAX) {
                return Future.failedFuture("too many requests wait for one limit");
            }
            waiting.add(new Waiting(check.amount(), promise));
        }
        refill(check.limit());
        return promise.future();
    }

    long restsFor(long nowNanos) {
        return nowNanos - usedNanos;
    }

    boolean isIdle(long nowNanos, long idleNanos) {
        synchronized (waiting) {
            return !asking && waiting.isEmpty() && isEmpty() && nowNanos - usedNanos > idleNanos;
        }
    }

    private void refill(long limit) {
        long needed;
        synchronized (waiting) {
            if (asking) {
                return;
            }
            asking = true;
            needed = waiting.stream().mapToLong(Waiting::amount).sum();
        }
        long most = wanted(limit, needed);
        SliceAsk ask = new SliceAsk(
                UUID.randomUUID().toString(),
                window.subject(),
                window.dimension(),
                limit,
                most,
                Math.min(most, needed));
        long asked = System.nanoTime();
        service.apply(ask).onComplete(answer -> granted(ask, answer, asked), failure -> failed(failure));
    }

    private void granted(SliceAsk ask, SliceAnswer answer, long askedNanos) {
        long now = System.nanoTime();
        seen = new Seen(answer.remaining(), answer.resetMillis(), now);
        if (answer.granted() > 0) {
            accept(ask, answer, askedNanos);
        }
        List<Runnable> told = new ArrayList<>();
        boolean more;
        synchronized (waiting) {
            serve(told, now);
            if (answer.granted() < ask.waiting()) {
                // The limit is used up: nobody waits in vain.
                tellAll(told, new Got.None(Math.max(1, answer.retryAfterMillis())));
            } else if (now - askedNanos >= TimeUnit.MILLISECONDS.toNanos(answer.validMillis())) {
                tellAll(told, new Got.Late());
            }
            asking = false;
            more = !waiting.isEmpty();
        }
        told.forEach(Runnable::run);
        if (more) {
            refill(ask.limit());
        }
    }

    private void serve(List<Runnable> told, long now) {
        while (true) {
            Waiting first = waiting.peek();
            Taken taken = first == null ? null : tryTake(first.amount(), now);
            if (first == null || taken == null) {
                return;
            }
            waiting.poll();
            told.add(() -> first.promise().tryComplete(new Got.Some(taken)));
        }
    }

    private void tellAll(List<Runnable> told, Got got) {
        for (Waiting one = waiting.poll(); one != null; one = waiting.poll()) {
            Promise<Got> promise = one.promise();
            told.add(() -> promise.tryComplete(got));
        }
    }

    private void failed(Throwable failure) {
        List<Waiting> all;
        synchronized (waiting) {
            all = new ArrayList<>(waiting);
            waiting.clear();
            asking = false;
        }
        all.forEach(one -> one.promise().tryFail(failure));
    }

    static long nanos(Duration duration) {
        return TimeUnit.MILLISECONDS.toNanos(duration.toMillis());
    }
}
