package dev.tollgate.edge.journal;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Not ready while no request can be recorded, or while our clock is too far from billing's to price by (rules 11).
@Readiness
class JournalReadiness implements HealthCheck {
    private final Journal journal;
    private final Epochs epochs;

    JournalReadiness(Journal journal, Epochs epochs) {
        this.journal = journal;
        this.epochs = epochs;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("journal")
                .status(journal.admits() && epochs.current() > 0 && epochs.isInStep())
                .withData("admits", journal.admits())
                .withData("epoch", epochs.current())
                .withData("clock-skew-ms", epochs.skewMillis())
                .build();
    }
}
