package dev.tollgate.operator.run;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// An operator whose watches have ended sees no change any more: it is started again.
@Liveness
@ApplicationScoped
class OperatorLiveness implements HealthCheck {
    private final OperatorProcess process;

    OperatorLiveness(OperatorProcess process) {
        this.process = process;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("watches").status(!process.isBroken()).build();
    }
}
