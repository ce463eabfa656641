package dev.tollgate.routing.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready once there is a snapshot to serve. A broken file or an outage of Postgres or Redis later on changes nothing.
@Readiness
@ApplicationScoped
class CatalogueReadiness implements HealthCheck {
    private final CatalogueWatch watch;

    CatalogueReadiness(CatalogueWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("catalogue")
                .status(watch.inForce() != null)
                .withData("problems", watch.problems().size())
                .build();
    }
}
