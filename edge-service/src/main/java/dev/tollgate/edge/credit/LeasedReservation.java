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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A hold in a lease's book. [#delivered] is called on one event loop; resolving is safe from anywhere.
final class LeasedReservation implements Reservation {
    private static final Spend WITHIN = new Spend.Within();
    private static final long MARGIN_TOKENS = 512;
    private static final long MARGIN_NANOS = TimeUnit.SECONDS.toNanos(2);

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
    private long affordable;
    private long lastDelivered;
    private @Nullable Future<Spend> extending;

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
        Ticks ticks = credit.leases().ticks();
        long now = System.nanoTime();
        return !resolved.get() && ticks.inTime(now) && ticks.gaps() == gaps && lease.spendable(now);
    }

    @Override
    public Spend delivered(long outputTokens) {
        lastDelivered = outputTokens;
        long left = affordable - outputTokens;
        if (left > MARGIN_TOKENS && left > margin(outputTokens)) {
            return holdLapses() ? lapsed() : WITHIN;
        }
        if (affordable >= request.outputBound() && left >= 0) {
            return holdLapses() ? lapsed() : WITHIN;
        }
        if (holdLapses()) {
            return lapsed();
        }
        Future<Spend> running = extending;
        if (running == null) {
            running = extend(outputTokens);
        }
        if (running.succeeded()) {
            return left > 0 || affordable > outputTokens ? WITHIN : running.result();
        }
        return left > 0 ? WITHIN : new Spend.Extending(paused(running));
    }

    @Override
    public long affordable() {
        return affordable;
    }

    /// Two seconds of output at the rate seen so far.
    private long margin(long outputTokens) {
        long elapsed = Math.max(MARGIN_NANOS, System.nanoTime() - startNanos);
        return outputTokens / Math.max(1, elapsed / MARGIN_NANOS);
    }

    private Future<Spend> extend(long outputTokens) {
        long margin = Math.max(MARGIN_TOKENS, margin(outputTokens));
        long reach = Math.max(outputTokens, affordable) + 2 * margin;
        long upTo = outputTokens < request.outputBound() ? Math.min(reach, request.outputBound()) : reach;
        long amount = Math.max(1, calculator.hold(upTo) - hold);
        credit.leases().metrics().extensions.increment();
        if (lease.spendable(System.nanoTime()) && book.reserve(amount)) {
            extended(amount);
            return Future.succeededFuture(WITHIN);
        }
        long least = Math.clamp(calculator.hold(outputTokens + 1) - hold, 1, amount);
        Future<Spend> asked =
                credit.leases().need(lease.key, new Need(amount, amount, least)).map(this::extendedBy);
        extending = asked;
        // While it streams on, the next extension is asked anew; a refusal stands.
        asked.onSuccess(spend -> extending = spend instanceof Spend.Within ? null : asked);
        return asked;
    }

    private Spend extendedBy(Granted granted) {
        return switch (granted) {
            case Granted.Held held -> {
                if (resolved.get() || held.book() != book) {
                    held.book().release(held.amount());
                    yield exhausted("The request could not be given more credit.");
                }
                extended(held.amount());
                yield WITHIN;
            }
            case Granted.Denied denied ->
                exhausted(Refusals.of(denied.refusal()).message());
            case Granted.Away() ->
                new Spend.Exhausted(new ServiceError(
                        ErrorCode.SERVICE_UNAVAILABLE, "More credit could not be asked for at the moment."));
        };
    }

    private void extended(long amount) {
        long held = hold;
        hold = held + amount;
        affordable = calculator.affordable(hold);
    }

    private Spend exhausted(String message) {
        credit.leases().metrics().exhausted.increment();
        return new Spend.Exhausted(new ServiceError(ErrorCode.INSUFFICIENT_BALANCE, message));
    }

    private Future<Spend> paused(Future<Spend> running) {
        Context context = Vertx.currentContext();
        Promise<Spend> promise = context == null ? Promise.promise() : ((ContextInternal) context).promise();
        running.onSuccess(promise::tryComplete);
        credit.later(
                credit.config().pauseMax(),
                () -> promise.tryComplete(affordable > lastDelivered ? WITHIN : exhausted("Credit ran out.")));
        return promise.future();
    }

    private boolean holdLapses() {
        return lease.holdEnds(System.nanoTime(), credit.config().endBeforeHold().toNanos());
    }

    private static Spend lapsed() {
        return new Spend.Exhausted(
                new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "The request's credit could not be renewed in time."));
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
