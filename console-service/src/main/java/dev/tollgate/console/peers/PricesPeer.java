package dev.tollgate.console.peers;

import dev.tollgate.console.page.PageAsk;
import dev.tollgate.contract.billing.v1.MarginReport;
import dev.tollgate.contract.billing.v1.PriceDiff;
import dev.tollgate.contract.billing.v1.PriceDraftCommand;
import dev.tollgate.contract.billing.v1.PriceDraftView;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.PriceVersionView;
import dev.tollgate.contract.billing.v1.PublishPrices;
import dev.tollgate.contract.billing.v1.ReconciliationReport;
import dev.tollgate.contract.billing.v1.ReplayReport;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/// Billing's prices, as the management API needs them. What is safe to repeat is repeated once; a 4xx opens no
/// breaker.
@ApplicationScoped
@Timeout(value = 20, unit = ChronoUnit.SECONDS)
@CircuitBreaker(requestVolumeThreshold = 20, skipOn = ServiceException.class)
@Bulkhead(16)
public class PricesPeer {
    private final PricesClient client;

    @Inject
    PricesPeer(@RestClient PricesClient client) {
        this.client = client;
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<PriceVersionView>> versions(@Nullable String search, PageAsk ask) {
        return client.versions(search, ask.after(), ask.before(), ask.limit());
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<PriceList.Version> version(String version) {
        return client.version(version);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<PriceDiff> versionDiff(String version, @Nullable String against) {
        return client.versionDiff(version, against);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<PriceList> priceList() {
        return client.priceList();
    }

    public Uni<PriceDraftView> createDraft(PriceDraftCommand command) {
        return client.createDraft(command);
    }

    public Uni<PriceDraftView> importDraft(
            String file, @Nullable String what, @Nullable String markup, @Nullable String note) {
        return client.importDraft(file, what, markup, note);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<PriceDraftView>> drafts(@Nullable String search, PageAsk ask) {
        return client.drafts(search, ask.after(), ask.before(), ask.limit());
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<PriceDraftView> draft(String id) {
        return client.draft(id);
    }

    public Uni<Void> deleteDraft(String id) {
        return client.deleteDraft(id);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<PriceDiff> draftDiff(String id) {
        return client.draftDiff(id);
    }

    /// Reads every record of the period: as long as a caller of the management API waits.
    @Timeout(value = 9, unit = ChronoUnit.MINUTES)
    public Uni<ReplayReport> replay(String id, @Nullable String from, @Nullable String to) {
        return client.replay(id, from, to);
    }

    public Uni<PriceDraftView> publish(String id, PublishPrices command) {
        return client.publish(id, command);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<MarginReport> margin(@Nullable String from, @Nullable String to, @Nullable String by) {
        return client.margin(from, to, by);
    }

    public Uni<ReconciliationReport> reconcile(String csv, @Nullable String provider, @Nullable String providerId) {
        return client.reconcile(csv, provider, providerId);
    }
}
