package dev.tollgate.edge.peers;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/// Shows each peer's circuit breaker as a metric: 0 closed, 1 half open, 2 open. A peer's class adds its breaker's
/// name here.
@Singleton
class PeerBreakers {
    private static final List<String> NAMES = List.of(
            AuthPeer.BREAKER,
            AuthPeer.WORKLOADS_BREAKER,
            BillingPeer.BREAKER,
            RatelimitPeer.BREAKER,
            RatelimitPeer.SLICES_BREAKER);

    private final CircuitBreakerMaintenance breakers;
    private final MeterRegistry metrics;

    PeerBreakers(CircuitBreakerMaintenance breakers, MeterRegistry metrics) {
        this.breakers = breakers;
        this.metrics = metrics;
    }

    void register(@Observes StartupEvent start) {
        for (String name : NAMES) {
            Gauge.builder("tollgate.peer.breaker.state", breakers, b -> number(b.currentState(name)))
                    .description("A circuit breaker: 0 closed, 1 half open, 2 open")
                    .tag("peer", name)
                    .register(metrics);
        }
    }

    private static double number(CircuitBreakerState state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }
}
