package dev.tollgate.ratelimit.day;

import dev.tollgate.contract.billing.v1.DayCounts;
import dev.tollgate.contract.billing.v1.DayCountsAsk;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/// The billing service, as this one sees it: never on a request's path.
@ApplicationScoped
class BillingPeer {
    private final BillingClient client;

    BillingPeer(@RestClient BillingClient client) {
        this.client = client;
    }

    @Timeout(value = 5, unit = ChronoUnit.SECONDS)
    @Retry(maxRetries = 1, delay = 100, jitter = 50)
    @Bulkhead(value = 2, waitingTaskQueue = 8)
    Uni<DayCounts> count(DayCountsAsk ask) {
        return client.count(ask);
    }
}
