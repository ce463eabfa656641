package dev.tollgate.edge.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.change.ChangePage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/// The billing service, as the edge sees it.
@ApplicationScoped
public class BillingPeer {
    private final BillingClient client;
    private final ObjectMapper json;

    BillingPeer(@RestClient BillingClient client, ObjectMapper json) {
        this.client = client;
        this.json = json;
    }

    /// The price list in force and to come, or empty when it is still the one of this hash. The next poll is the
    /// retry.
    @Timeout(value = 5, unit = ChronoUnit.SECONDS)
    @Bulkhead(2)
    public Uni<Optional<PriceList>> priceList(@Nullable String hash) {
        return client.priceList(Conditional.quoted(hash))
                .chain(answer -> Conditional.read(answer, json, PriceList.class));
    }

    /// What has changed since this revision, or empty when nothing has. Several feeds may follow billing.
    @Timeout(value = 1, unit = ChronoUnit.SECONDS)
    @Bulkhead(4)
    public Uni<Optional<ChangePage>> changes(long since) {
        return client.changes(since).map(Optional::ofNullable);
    }
}
