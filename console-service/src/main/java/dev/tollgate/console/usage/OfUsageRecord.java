package dev.tollgate.console.usage;

import dev.tollgate.console.access.AccountOf;
import dev.tollgate.console.access.Asked;
import dev.tollgate.console.peers.BillingPeer;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/// The account of the usage record whose request id the path tells.
@ApplicationScoped
public class OfUsageRecord implements AccountOf {
    private final BillingPeer billingPeer;

    @Inject
    OfUsageRecord(BillingPeer billingPeer) {
        this.billingPeer = billingPeer;
    }

    @Override
    public Uni<@Nullable String> find(Asked asked, String from) {
        return billingPeer
                .usageRecord(asked.path(from.isEmpty() ? "requestId" : from))
                .map(UsageRecordView::accountId);
    }
}
