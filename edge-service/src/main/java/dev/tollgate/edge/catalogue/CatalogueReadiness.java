package dev.tollgate.edge.catalogue;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// The edge is ready once it has a snapshot; an outage later on changes nothing.
@Readiness
@Singleton
class CatalogueReadiness implements HealthCheck {
    private final Snapshots snapshots;

    CatalogueReadiness(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("catalogue").status(snapshots.ready()).build();
    }
}
