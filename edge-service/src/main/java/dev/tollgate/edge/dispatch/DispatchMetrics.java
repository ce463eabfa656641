package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.provider.spi.Failure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jboss.logging.Logger;

/// Counts attempts by provider and result, and raises an alert when a provider refuses our credential.
@ApplicationScoped
class DispatchMetrics {
    private static final Logger LOG = Logger.getLogger(DispatchMetrics.class);
    private static final String OK = "ok";

    private final MeterRegistry registry;
    private final ConcurrentMap<String, Counter> counters = new ConcurrentHashMap<>();

    DispatchMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void succeeded(Target target) {
        count(target, OK);
    }

    void failed(Target target, Failure failure) {
        count(target, failure.label());
        if (failure instanceof Failure.Rejected(int status)) {
            LOG.errorf(
                    "provider %s refuses us with %d: look at the credential and model of deployment %s",
                    target.provider().id(), status, target.id());
        }
    }

    private void count(Target target, String result) {
        String provider = target.provider().id();
        counters.computeIfAbsent(provider + ' ' + result, key -> Counter.builder("tollgate.edge.attempts")
                        .description("Attempts at deployments, by provider and result")
                        .tag("provider", provider)
                        .tag("result", result)
                        .register(registry))
                .increment();
    }
}
