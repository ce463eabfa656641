package dev.tollgate.edge.credit;

import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import dev.tollgate.edge.metering.HoldCalculator;

/// What one request wants to hold (rules 5 and 13). Pure.
///
/// @param need as billing is asked, in nano-credits
/// @param grows the hold grows as the answer does: not where a model may think in silence (rules 7)
record HoldPlan(HoldCalculator calculator, Need need, long outputBound, boolean grows) {
    private static final int PARTS = 8;
    private static final int LEARNED_TIMES = 4;

    /// @param p95 learned output in tokens, or 0
    static HoldPlan of(ReserveRequest request, long p95) {
        HoldCalculator calculator = HoldCalculator.of(request.price().tiers(), request.inputBound(), request.units());
        long least = Math.min(request.leastUsefulOutput(), request.outputBound());
        long bound = calculator.hold(request.outputBound());
        long learned = 0;
        if (request.hiddenReasoning()) {
            learned = bound;
        } else if (p95 > 0) {
            learned = calculator.hold(Math.clamp(LEARNED_TIMES * p95, least, request.outputBound()));
        }
        return new HoldPlan(
                calculator,
                new Need(bound, learned, calculator.hold(least)),
                request.outputBound(),
                request.stream() && !request.hiddenReasoning());
    }

    /// What to take of a lease at hand, as billing would decide.
    ///
    /// @param free what the account had free at billing's last answer
    long wanted(long free) {
        if (need.bound() <= free / PARTS) {
            return need.bound();
        }
        long usual = need.learned() > 0 ? need.learned() : free / PARTS;
        return Math.min(need.bound(), Math.max(need.least(), usual));
    }

    /// The bound to send upstream with this hold. One that grows keeps the full bound unless credit is short.
    long outputBound(long hold, boolean exact) {
        return grows && !exact ? outputBound : Math.min(outputBound, calculator.affordable(hold));
    }
}
