package dev.tollgate.edge.metering;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// The edge is ready once it can count tokens without a wait.
@Readiness
@Singleton
class TokenReadiness implements HealthCheck {
    private final TokenCounter counter;

    TokenReadiness(TokenCounter counter) {
        this.counter = counter;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("vocabularies")
                .status(counter.isReady())
                .build();
    }
}
