package dev.tollgate.billing.pricing;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Not ready before there is a price list: no edge could charge by this replica's answer.
@Readiness
class PriceListReady implements HealthCheck {
    private final PublishedPrices published;

    PriceListReady(PublishedPrices published) {
        this.published = published;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("price list")
                .status(published.list().isPresent())
                .build();
    }
}
