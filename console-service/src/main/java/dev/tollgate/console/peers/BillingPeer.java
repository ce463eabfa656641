package dev.tollgate.console.peers;

import dev.tollgate.console.page.PageAsk;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.billing.v1.EdgeReleased;
import dev.tollgate.contract.billing.v1.EdgeView;
import dev.tollgate.contract.billing.v1.Frozen;
import dev.tollgate.contract.billing.v1.GiftCommand;
import dev.tollgate.contract.billing.v1.LedgerEntryView;
import dev.tollgate.contract.billing.v1.Overdraft;
import dev.tollgate.contract.billing.v1.SpendLimitCommand;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import dev.tollgate.contract.billing.v1.UsageSumView;
import dev.tollgate.contract.billing.v1.VerifyReport;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/// Billing, as the management API needs it. What is safe to repeat is repeated once; a 4xx opens no breaker.
@ApplicationScoped
@Timeout(value = 20, unit = ChronoUnit.SECONDS)
@CircuitBreaker(requestVolumeThreshold = 20, skipOn = ServiceException.class)
@Bulkhead(64)
public class BillingPeer {
    private final BillingClient client;

    @Inject
    BillingPeer(@RestClient BillingClient client) {
        this.client = client;
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<CreditView> credit(String accountId) {
        return client.credit(accountId);
    }

    public Uni<CreditView> give(String accountId, GiftCommand command) {
        return client.give(accountId, command);
    }

    public Uni<CreditView> setFrozen(String accountId, Frozen command) {
        return client.setFrozen(accountId, command);
    }

    public Uni<CreditView> setOverdraft(String accountId, Overdraft command) {
        return client.setOverdraft(accountId, command);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<LedgerEntryView>> entries(String accountId, PageAsk ask) {
        return client.entries(accountId, ask.after(), ask.before(), ask.limit());
    }

    /// Reads every entry: as long as a caller of the management API waits.
    @Timeout(value = 9, unit = ChronoUnit.MINUTES)
    public Uni<VerifyReport> verify() {
        return client.verify();
    }

    public Uni<SpendLimitView> createSpendLimit(SpendLimitCommand command) {
        return client.createSpendLimit(command);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<SpendLimitView>> spendLimits(@Nullable String accountId, @Nullable String search, PageAsk ask) {
        return client.spendLimits(accountId, search, ask.after(), ask.before(), ask.limit());
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<SpendLimitView> spendLimit(String id) {
        return client.spendLimit(id);
    }

    public Uni<SpendLimitView> changeSpendLimit(String id, SpendLimitCommand command) {
        return client.changeSpendLimit(id, command);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<UsageRecordView> usageRecord(String requestId) {
        return client.usageRecord(requestId);
    }

    /// As it was signed.
    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Map<String, @Nullable Object>> receipt(String requestId, String accountId) {
        return client.receipt(requestId, accountId);
    }

    /// @param interval `hour` or `day`
    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<UsageSumView>> usageSums(@Nullable String interval, UsageQuery query, PageAsk ask) {
        return client.usageSums(
                interval,
                query.accountId(),
                query.keyId(),
                query.model(),
                query.from(),
                query.to(),
                ask.after(),
                ask.before(),
                ask.limit());
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<List<EdgeView>> edges() {
        return client.edges();
    }

    public Uni<EdgeReleased> releaseEdge(String edgeId) {
        return client.releaseEdge(edgeId);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<AuditEntryView>> audit(AuditFilter filter, PageAsk ask) {
        return client.audit(
                filter.actor(),
                filter.action(),
                filter.subject(),
                filter.accountId(),
                filter.from(),
                filter.to(),
                ask.after(),
                ask.before(),
                ask.limit());
    }
}
