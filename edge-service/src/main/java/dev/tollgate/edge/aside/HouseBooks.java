package dev.tollgate.edge.aside;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.edge.catalogue.Snapshots;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.dispatch.Aside;
import dev.tollgate.edge.journal.Journal;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/// Books what providers charge us for calls that nobody has asked for: usage records of their own, of no customer's
/// account, with a cost and without a charge.
@Singleton
class HouseBooks {
    /// No customer's account: theirs begin with `acc_`.
    static final String ACCOUNT = "house";

    private static final Logger LOG = Logger.getLogger(HouseBooks.class);
    private static final int OK = 200;

    private final Journal journal;
    private final Snapshots snapshots;

    HouseBooks(Journal journal, Snapshots snapshots) {
        this.journal = journal;
        this.snapshots = snapshots;
    }

    /// @param what `shadow` or `probe`
    /// @param incurred units that the provider may charge for; nothing is booked without any
    /// @param estimated whether that is our own count
    void book(String what, String operation, boolean stream, Aside aside, Quantities incurred, boolean estimated) {
        if (!incurred.isEmpty()) {
            journal.append(done(what, operation, stream, aside, incurred, estimated))
                    .onFailure(failure -> LOG.warnf("the cost of a %s is not booked: %s", what, failure.toString()));
        }
    }

    private UsageFrame.Done done(
            String what, String operation, boolean stream, Aside aside, Quantities incurred, boolean estimated) {
        long now = System.currentTimeMillis();
        Target target = aside.target();
        UsageFrame.Subject subject = new UsageFrame.Subject(
                RequestId.next(now).toString(),
                null,
                ACCOUNT,
                what,
                List.of(),
                ACCOUNT,
                target.deployment().model(),
                operation,
                stream,
                now - aside.millis(),
                snapshots.current().priceVersion(now),
                0);
        return new UsageFrame.Done(
                UsageFrame.VERSION,
                subject,
                Map.of(),
                Map.of(),
                0,
                incurred.byWireName(),
                null,
                aside.failure() == null ? UsageFrame.Outcome.COMPLETED : UsageFrame.Outcome.UPSTREAM_FAILED,
                estimated,
                OK,
                target.provider().id(),
                target.id(),
                target.deployment().upstreamModel(),
                List.of(new UsageFrame.Attempt(target.id(), what, aside.millis())),
                aside.firstByteMillis(),
                aside.millis());
    }
}
