package dev.tollgate.edge.credit;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import java.util.concurrent.atomic.AtomicBoolean;

/// Held of an account's outage credit while billing is away; there is nobody to extend it.
final class OutageReservation implements Reservation {
    private static final Spend WITHIN = new Spend.Within();

    private final OutageCredit credit;
    private final ReserveRequest request;
    private final long hold;
    private final long outputBound;
    private final long affordable;
    private final AtomicBoolean resolved = new AtomicBoolean();

    OutageReservation(OutageCredit credit, ReserveRequest request, HoldPlan plan, long hold) {
        this.credit = credit;
        this.request = request;
        this.hold = hold;
        this.affordable = plan.calculator().affordable(hold);
        this.outputBound = Math.min(request.outputBound(), affordable);
    }

    @Override
    public long hold() {
        return hold;
    }

    @Override
    public long outageHold() {
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
        return !resolved.get();
    }

    @Override
    public Spend delivered(long outputTokens) {
        return outputTokens <= affordable
                ? WITHIN
                : new Spend.Exhausted(
                        new ServiceError(ErrorCode.INSUFFICIENT_BALANCE, "The request's credit ran out."));
    }

    @Override
    public long affordable() {
        return affordable;
    }

    @Override
    public void settle(long chargeNanos) {
        if (resolved.compareAndSet(false, true)) {
            credit.settle(request.key().accountId(), hold, chargeNanos);
        }
    }

    @Override
    public void settle(long chargeNanos, long outputTokens) {
        settle(chargeNanos);
    }

    @Override
    public void release() {
        settle(0);
    }
}
