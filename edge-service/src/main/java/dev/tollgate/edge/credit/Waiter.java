package dev.tollgate.edge.credit;

import dev.tollgate.contract.billing.v1.LeaseAnswers.Refusal;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import dev.tollgate.edge.trace.TraceParent;
import io.vertx.core.Promise;

/// A request that waits for its need to be granted.
///
/// @param retried it has waited for a recall before
/// @param trace the span of the request that waits
record Waiter(Need need, boolean retried, Promise<Granted> promise, TraceParent trace) {
    private static final long RETRY_AFTER_MILLIS = 1_000;

    /// Of the request whose context this is.
    Waiter(Need need, boolean retried, Promise<Granted> promise) {
        this(need, retried, promise, TraceParent.current());
    }

    /// What came of it.
    sealed interface Granted {
        /// @param book in which the amount is reserved
        record Held(Lease lease, LeaseBook book, long amount) implements Granted {}

        record Denied(Refusal refusal) implements Granted {}

        record Away() implements Granted {}
    }

    boolean isWaiting() {
        return !promise.future().isComplete();
    }

    Waiter again() {
        return new Waiter(need, true, promise, trace);
    }

    void away() {
        promise.tryComplete(new Granted.Away());
    }

    /// Billing only knows what other leases hold. When it is our own that hold what is missing, for other requests,
    /// that is a refusal by holds as well: it says so, and is worth a retry (rules 5).
    ///
    /// @param heldHere nano-credits in our lease
    /// @param free what the account has free
    Refusal asTold(Refusal refusal, long heldHere, long free) {
        boolean byBalance =
                switch (refusal.reason()) {
                    case INSUFFICIENT_BALANCE, SPEND_LIMIT_REACHED -> !refusal.heldByOthers();
                    case ACCOUNT_FROZEN, SUPERSEDED -> false;
                };
        return byBalance && heldHere > 0 && heldHere + free >= need.least()
                ? new Refusal(refusal.reason(), true, refusal.limitId(), RETRY_AFTER_MILLIS)
                : refusal;
    }
}
