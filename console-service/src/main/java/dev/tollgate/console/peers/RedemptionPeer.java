package dev.tollgate.console.peers;

import dev.tollgate.console.page.PageAsk;
import dev.tollgate.contract.billing.v1.CreatedRedemptionBatch;
import dev.tollgate.contract.billing.v1.RedeemCommand;
import dev.tollgate.contract.billing.v1.RedemptionBatchCommand;
import dev.tollgate.contract.billing.v1.RedemptionBatchView;
import dev.tollgate.contract.billing.v1.RedemptionCodeView;
import dev.tollgate.contract.billing.v1.RedemptionView;
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

/// Billing's redemption codes, as the management API needs them. What is safe to repeat is repeated once.
@ApplicationScoped
@Timeout(value = 20, unit = ChronoUnit.SECONDS)
@CircuitBreaker(requestVolumeThreshold = 20, skipOn = ServiceException.class)
@Bulkhead(64)
public class RedemptionPeer {
    private final RedemptionClient client;

    @Inject
    RedemptionPeer(@RestClient RedemptionClient client) {
        this.client = client;
    }

    public Uni<CreatedRedemptionBatch> make(RedemptionBatchCommand command) {
        return client.make(command);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<RedemptionBatchView>> batches(PageAsk ask) {
        return client.batches(ask.after(), ask.before(), ask.limit());
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<RedemptionBatchView> batch(String id) {
        return client.batch(id);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<RedemptionCodeView>> codes(String id, PageAsk ask) {
        return client.codes(id, ask.after(), ask.before(), ask.limit());
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<RedemptionBatchView> disable(String id) {
        return client.disable(id);
    }

    /// Billing gives once, however often it is told.
    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<RedemptionView> redeem(String accountId, RedeemCommand command) {
        return client.redeem(accountId, command);
    }
}
