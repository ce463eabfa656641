package dev.tollgate.billing.export;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/// What waits, what went out and what did not. Every replica tells the same of the outbox: a dashboard takes the
/// largest, not the sum. Those named in a comment are alerts.
@Startup
@ApplicationScoped
class ExportMetrics {
    private final Counter sent;
    private final Counter failures;
    private volatile OutboxRepository.State state = new OutboxRepository.State(0, null, 0, 0);

    ExportMetrics(MeterRegistry registry) {
        sent = Counter.builder("tollgate.export.sent")
                .description("Records that the broker acknowledged, sent again ones too")
                .register(registry);
        failures = Counter.builder("tollgate.export.failures")
                .description("Batches that are sent again, in part or whole")
                .register(registry);
        Gauge.builder("tollgate.export.waiting", this, self -> self.state.waiting())
                .description("Records that wait to be exported; counted up to 100,000")
                .register(registry);
        // Alert: other systems do not hear of usage.
        Gauge.builder("tollgate.export.age", this, self -> self.state.ageSeconds())
                .baseUnit("seconds")
                .description("How long the oldest record has waited to be exported")
                .register(registry);
        // Alert: each waits for an operator.
        Gauge.builder("tollgate.export.refused", this, self -> self.state.refused())
                .description("Records that the broker does not take; counted up to 100,000")
                .register(registry);
    }

    void measured(OutboxRepository.State now) {
        state = now;
    }

    void sent(int records) {
        sent.increment(records);
    }

    void failed() {
        failures.increment();
    }
}
