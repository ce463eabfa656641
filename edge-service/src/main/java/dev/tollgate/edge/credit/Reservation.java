package dev.tollgate.edge.credit;

/// One request's hold within a lease. Resolved once, by [#settle] or [#release]; what comes second does nothing.
public interface Reservation {
    /// Nano-credits held now.
    long hold();

    /// How much of it is outage credit, which billing books as overdraft (rules 8).
    default long outageHold() {
        return 0;
    }

    /// Output tokens, over all choices, to send upstream as the bound.
    long outputBound();

    /// Whether [#outputBound] is lower than what was asked for: told to the caller (rules 13).
    boolean clamped();

    /// Asked again right before the upstream write (rules 2). When false: release, and reserve anew.
    boolean usable();

    /// Asks whether so much output may be delivered, cumulative, in tokens over all choices: what the hold pays for
    /// may always go. Cheap; call it per event.
    Spend delivered(long outputTokens);

    /// Output tokens, over all choices, that the hold pays for now.
    long affordable();

    /// Resolves the hold by what the request is charged.
    void settle(long chargeNanos);

    /// The same, and teaches how much output such requests take.
    void settle(long chargeNanos, long outputTokens);

    /// Resolves the hold without a charge.
    void release();
}
