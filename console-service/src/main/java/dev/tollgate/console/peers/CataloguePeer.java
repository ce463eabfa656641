package dev.tollgate.console.peers;

import dev.tollgate.console.page.PageAsk;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.routing.v1.CatalogueObject;
import dev.tollgate.contract.routing.v1.CatalogueOffer;
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

/// The objects of routing's catalogue, as the management API needs them. What is safe to repeat is repeated once; a
/// 4xx opens no breaker.
@ApplicationScoped
@Timeout(value = 20, unit = ChronoUnit.SECONDS)
@CircuitBreaker(requestVolumeThreshold = 20, skipOn = ServiceException.class)
@Bulkhead(64)
public class CataloguePeer {
    private final CatalogueClient client;

    @Inject
    CataloguePeer(@RestClient CatalogueClient client) {
        this.client = client;
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<CatalogueOffer> offer() {
        return client.offer();
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<CatalogueObject>> page(String kind, @Nullable String search, PageAsk ask) {
        return client.page(kind, search, ask.after(), ask.before(), ask.limit());
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<CatalogueObject> get(String kind, String id) {
        return client.get(kind, id);
    }

    public Uni<CatalogueObject> create(String kind, String definition) {
        return client.create(kind, definition);
    }

    public Uni<CatalogueObject> change(String kind, String id, String changes) {
        return client.change(kind, id, changes);
    }

    public Uni<Void> delete(String kind, String id, @Nullable Long version) {
        return client.delete(kind, id, version);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<CatalogueObject> setDrained(String deployment, boolean drained) {
        return client.setDrained(deployment, drained ? "drain" : "undrain");
    }
}
