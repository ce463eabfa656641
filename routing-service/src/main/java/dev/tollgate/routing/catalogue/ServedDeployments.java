package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.Catalogue.Deployment;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.stream.Collectors;

/// The deployments of the snapshot that is served.
@ApplicationScoped
public class ServedDeployments {
    private final CatalogueWatch watch;

    ServedDeployments(CatalogueWatch watch) {
        this.watch = watch;
    }

    /// Empty before the first snapshot.
    public Set<String> ids() {
        InForce now = watch.inForce();
        return now == null
                ? Set.of()
                : now.catalogue().deployments().stream().map(Deployment::id).collect(Collectors.toUnmodifiableSet());
    }
}
