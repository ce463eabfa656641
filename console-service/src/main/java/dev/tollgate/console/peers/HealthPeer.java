package dev.tollgate.console.peers;

import dev.tollgate.console.page.PageAsk;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.routing.v1.DeploymentHealth;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/// Deployments' health over all edges, as the management API needs it. Both calls are safe to repeat.
@ApplicationScoped
@Timeout(value = 10, unit = ChronoUnit.SECONDS)
@CircuitBreaker(requestVolumeThreshold = 20, skipOn = ServiceException.class)
@Bulkhead(64)
public class HealthPeer {
    private final HealthClient client;

    @Inject
    HealthPeer(@RestClient HealthClient client) {
        this.client = client;
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<DeploymentHealth>> page(PageAsk ask) {
        return client.page(ask.after(), ask.before(), ask.limit());
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Void> reset(String deployment) {
        return client.reset(deployment);
    }
}
