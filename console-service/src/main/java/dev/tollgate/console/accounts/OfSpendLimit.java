package dev.tollgate.console.accounts;

import dev.tollgate.console.access.AccountOf;
import dev.tollgate.console.access.Asked;
import dev.tollgate.console.peers.BillingPeer;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/// The account of the spend limit whose id the path tells.
@ApplicationScoped
public class OfSpendLimit implements AccountOf {
    private final BillingPeer billingPeer;

    @Inject
    OfSpendLimit(BillingPeer billingPeer) {
        this.billingPeer = billingPeer;
    }

    @Override
    public Uni<@Nullable String> find(Asked asked, String from) {
        return billingPeer.spendLimit(asked.path(from.isEmpty() ? "id" : from)).map(SpendLimitView::accountId);
    }
}
