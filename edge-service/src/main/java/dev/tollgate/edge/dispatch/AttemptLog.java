package dev.tollgate.edge.dispatch;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageFrame.Attempt;
import dev.tollgate.contract.billing.v1.UsageFrame.Incurred;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.provider.spi.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The attempts of one request that are over: for its record, and for what the caller is told when none succeeded.
final class AttemptLog {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final List<Attempt> made = new ArrayList<>(2);
    private @Nullable Failure last;
    private @Nullable Target lastTarget;

    int size() {
        return made.size();
    }

    List<Attempt> made() {
        return made;
    }

    /// Another model is asked now: all attempts so far were at this one.
    void leads(String model) {
        made.replaceAll(attempt -> attempt.model() == null ? attempt.at(model) : attempt);
    }

    /// Of the failure that the caller is told of.
    @Nullable
    Target lastTarget() {
        return lastTarget;
    }

    ServiceError error() {
        return FinalError.of(last, lastTarget);
    }

    /// Over for a reason that is none of its own, or answered.
    void ended(Sending attempt, String result) {
        made.add(new Attempt(attempt.target().id(), result, since(attempt.began())));
    }

    /// @param sent what such a request's input may cost us
    void failed(Sending attempt, Failure failure, Quantities sent) {
        Target target = attempt.target();
        made.add(new Attempt(target.id(), failure.label(), since(attempt.began()), incurred(attempt, failure, sent)));
        if (last == null || failure.wasAsked()) {
            // That one dialect has no words for it says nothing about why the others failed.
            last = failure;
            lastTarget = target;
        }
    }

    /// A provider that was sent the request and took too long, or answered what nobody can read, may have worked
    /// all the same: we are charged, the customer is not. One that answers with an error, or breaks off, charges
    /// nothing.
    private static @Nullable Incurred incurred(Sending attempt, Failure failure, Quantities sent) {
        boolean worked = failure instanceof Failure.TimedOut || failure instanceof Failure.Unreadable;
        Target target = attempt.target();
        return !worked || !attempt.isWritten() || sent.isEmpty()
                ? null
                : new Incurred(target.provider().id(), target.deployment().upstreamModel(), sent.byWireName());
    }

    static long since(long began) {
        return (System.nanoTime() - began) / NANOS_PER_MILLI;
    }
}
