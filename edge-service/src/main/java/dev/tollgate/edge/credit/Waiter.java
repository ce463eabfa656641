package dev.tollgate.edge.credit;

import dev.tollgate.contract.billing.v1.LeaseAnswers.Refusal;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import io.vertx.core.Promise;

/// A request that waits for its need to be granted.
///
/// @param retried it has waited for a recall before
record Waiter(Need need, boolean retried, Promise<Granted> promise) {
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
        return new Waiter(need, true, promise);
    }
}
