package dev.tollgate.console.peers;

import dev.tollgate.console.page.PageAsk;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.billing.v1.Credits;
import dev.tollgate.contract.billing.v1.Dashboard;
import dev.tollgate.contract.billing.v1.Overview;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import dev.tollgate.contract.billing.v1.UsageSummary;
import dev.tollgate.contract.billing.v1.UsageTop;
import dev.tollgate.contract.billing.v1.UsageTopAsk;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/// Billing's figures. All of them are safe to ask again.
@ApplicationScoped
@Timeout(value = 20, unit = ChronoUnit.SECONDS)
@CircuitBreaker(requestVolumeThreshold = 20, skipOn = ServiceException.class)
@Bulkhead(64)
@Retry(maxRetries = 1, abortOn = ServiceException.class)
public class InsightPeer {
    private final InsightClient client;

    @Inject
    InsightPeer(@RestClient InsightClient client) {
        this.client = client;
    }

    /// @param keyIds those of the filter's user, by commas
    public Uni<Page<UsageRecordView>> usage(UsageFilter filter, @Nullable String keyIds, PageAsk ask) {
        return client.usage(
                filter.accountId(),
                filter.keyId(),
                keyIds,
                filter.model(),
                filter.outcome(),
                filter.endpoint(),
                filter.chargeMin(),
                filter.from(),
                filter.to(),
                ask.after(),
                ask.before(),
                ask.limit());
    }

    public Uni<UsageSummary> summary(UsageQuery query, @Nullable String interval) {
        return client.summary(query.accountId(), query.keyId(), query.model(), interval, query.from(), query.to());
    }

    public Uni<UsageTop> top(UsageTopAsk ask) {
        return client.top(ask);
    }

    public Uni<Dashboard> dashboard(String accountId) {
        return client.dashboard(accountId);
    }

    public Uni<Overview> overview(@Nullable String from, @Nullable String to) {
        return client.overview(from, to);
    }

    /// Of each account, in this order.
    public Uni<List<CreditView>> credits(List<String> accountIds) {
        return client.credits(new Credits.Ask(accountIds)).map(Credits::credits);
    }
}
