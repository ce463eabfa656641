package dev.tollgate.console.peers;

import dev.tollgate.console.page.PageAsk;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.CatalogueStatus;
import dev.tollgate.contract.routing.v1.CredentialCommand;
import dev.tollgate.contract.routing.v1.CredentialRotation;
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

/// Routing, as the management API needs it. What is safe to repeat is repeated once; a 4xx opens no breaker.
@ApplicationScoped
@Timeout(value = 20, unit = ChronoUnit.SECONDS)
@CircuitBreaker(requestVolumeThreshold = 20, skipOn = ServiceException.class)
@Bulkhead(64)
public class RoutingPeer {
    private final RoutingClient client;

    @Inject
    RoutingPeer(@RestClient RoutingClient client) {
        this.client = client;
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<CatalogueStatus> status() {
        return client.status();
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<List<Catalogue.Group>> groups() {
        return client.groups();
    }

    public Uni<Void> setCredential(String provider, CredentialCommand command) {
        return client.setCredential(provider, command);
    }

    public Uni<CredentialRotation> rotateCredentials() {
        return client.rotateCredentials();
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<AuditEntryView>> audit(AuditFilter filter, PageAsk ask) {
        return client.audit(
                filter.actor(),
                filter.action(),
                filter.subject(),
                filter.from(),
                filter.to(),
                ask.after(),
                ask.before(),
                ask.limit());
    }
}
