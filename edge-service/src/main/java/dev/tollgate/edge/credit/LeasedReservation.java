package dev.tollgate.edge.credit;

import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.credit.Waiter.Granted;
import dev.tollgate.edge.metering.HoldCalculator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A hold in a lease's book. [#delivered] is called on one event loop; resolving is safe from anywhere.
final class LeasedReservation implements Reservation {
    private static final Spend WITHIN = new Spend.Within();
    /// A refusal stands so long while the stream goes on.
    private static final long REFUSED_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration RETRY = Duration.ofMillis(250);

    private final Credit credit;
    private final Lease lease;
    private final LeaseBook book;
    private final ReserveRequest request;
    private final HoldCalculator calculator;
    private final long outputBound;
    private final int gaps;
    private final long startNanos = System.nanoTime();
    private final AtomicBoolean resolved = new AtomicBoolean();
    private volatile long hold;
    private volatile long affordable;
    private volatile long lastDelivered;
    private volatile @Nullable Future<Granted> extending;
    private volatile long refusedNanos = startNanos - REFUSED_NANOS;

    LeasedReservation(Credit credit, Granted.Held held, ReserveRequest request, HoldPlan plan, int gaps) {
        this.credit = credit;
        this.lease = held.lease();
        this.book = held.book();
        this.hold = held.amount();
        this.request = request;
        this.calculator = plan.calculator();
        this.outputBound = plan.outputBound(hold, lease.exact);
        this.affordable = calculator.affordable(hold);
        this.gaps = gaps;
    }

    @Override
    public long hold() {
        return hold;
    }

    @Override
    public long outputBound() {
        return outputBound;
    }

    @Override
    public boolean clamped() {
        return outputBound < request.outputBound();
    }

    @Override
    public boolean usable() {
        return !resolved.get()
                && isInForce()
                && credit.leases().ticks().gaps() == gaps
                && lease.spendable(System.nanoTime());
    }

    /// Its epoch was not superseded, its lease is the one that billing knows, and no time was lost.
    private boolean isInForce() {
        return credit.leases().find(lease.key) == lease && lease.book == book;
    }

    @Override
    public Spend delivered(long outputTokens) {
        lastDelivered = outputTokens;
        if (lease.holdEnds(System.nanoTime(), credit.config().endBeforeHold().toNanos())) {
            return lapsed();
        }
        if (!Extension.isDue(affordable, outputTokens, outputBound, System.nanoTime() - startNanos)) {
            return WITHIN;
        }
        if (extending == null && System.nanoTime() - refusedNanos >= REFUSED_NANOS) {
            extend(outputTokens);
        }
        return affordable >= outputTokens ? WITHIN : new Spend.Extending(pause());
    }

    private Future<Granted> extend(long outputTokens) {
        long upTo = Extension.reach(affordable, outputTokens, outputBound, System.nanoTime() - startNanos);
        long amount = Math.max(1, calculator.hold(upTo) - hold);
        credit.leases().metrics().extensions.increment();
        if (isInForce() && lease.reserve(book, amount, System.nanoTime())) {
            Granted atHand = new Granted.Held(lease, book, amount);
            return Future.succeededFuture(take(atHand));
        }
        long least = Math.clamp(calculator.hold(outputTokens) - hold, 1, amount);
        Future<Granted> asked = credit.leases().need(lease.key, new Need(amount, amount, least));
        extending = asked;
        return asked.map(this::take);
    }

    /// Adds what was granted to the hold. Another lease of the same key cannot pay for this request.
    private Granted take(Granted granted) {
        extending = null;
        Granted taken = granted;
        if (granted instanceof Granted.Held(var _, LeaseBook in, long amount)) {
            if (resolved.get() || in != book) {
                in.release(amount);
                taken = new Granted.Away();
            } else {
                long grown = hold + amount;
                hold = grown;
                affordable = calculator.affordable(grown);
                return taken;
            }
        }
        refusedNanos = System.nanoTime();
        return taken;
    }

    /// The relay waits for the extension, and for the next one while billing is away.
    private Future<Spend> pause() {
        Context context = Vertx.currentContext();
        Promise<Spend> promise = context == null ? Promise.promise() : ((ContextInternal) context).promise();
        credit.later(
                credit.config().pauseMax(),
                () -> promise.tryComplete(
                        affordable >= lastDelivered ? WITHIN : exhausted("The request's credit ran out.")));
        await(promise);
        return promise.future();
    }

    private void await(Promise<Spend> promise) {
        Future<Granted> running = extending;
        Future<Granted> next = running == null ? extend(lastDelivered) : running;
        next.onSuccess(granted -> {
            if (affordable >= lastDelivered) {
                promise.tryComplete(WITHIN);
                return;
            }
            switch (granted) {
                case Granted.Denied denied ->
                    promise.tryComplete(exhausted(Refusals.of(denied.refusal()).message()));
                case Granted.Held held -> await(promise);
                case Granted.Away() ->
                    credit.later(RETRY, () -> {
                        if (!promise.future().isComplete() && !resolved.get()) {
                            await(promise);
                        }
                    });
            }
        });
    }

    private Spend exhausted(String message) {
        credit.leases().metrics().exhausted.increment();
        return new Spend.Exhausted(new ServiceError(ErrorCode.INSUFFICIENT_BALANCE, message));
    }

    private static Spend lapsed() {
        return new Spend.Exhausted(
                new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "The request's credit could not be renewed in time."));
    }

    @Override
    public long affordable() {
        return affordable;
    }

    @Override
    public void settle(long chargeNanos) {
        if (resolved.compareAndSet(false, true)) {
            book.settle(hold, chargeNanos);
            if (chargeNanos > hold) {
                credit.leases().metrics().overHold.increment((double) (chargeNanos - hold));
            }
            credit.resolved(lease);
        }
    }

    @Override
    public void settle(long chargeNanos, long outputTokens) {
        if (!resolved.get()) {
            credit.learn(request, outputTokens);
        }
        settle(chargeNanos);
    }

    @Override
    public void release() {
        if (resolved.compareAndSet(false, true)) {
            book.release(hold);
            credit.resolved(lease);
        }
    }
}
