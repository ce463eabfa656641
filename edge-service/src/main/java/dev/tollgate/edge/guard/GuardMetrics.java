package dev.tollgate.edge.guard;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;

/// What guardrails do, by the names that the catalogue gives them.
@Singleton
class GuardMetrics {
    private final MeterRegistry registry;

    GuardMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /// A guardrail has looked at something.
    void acted(String guardrail, Phase phase, String outcome) {
        Counter.builder("tollgate.edge.guardrails")
                .description("Requests and answers that guardrails looked at, by what came of it")
                .tag("guardrail", guardrail)
                .tag("phase", phase.word())
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    void asked(String guardrail, long nanos) {
        Timer.builder("tollgate.edge.guardrail.call")
                .description("Calls to guardrails' services")
                .tag("guardrail", guardrail)
                .register(registry)
                .record(Duration.ofNanos(nanos));
    }

    /// A guardrail's service could not be asked, or not be understood.
    void failed(String guardrail, String why) {
        Counter.builder("tollgate.edge.guardrail.failures")
                .description("Calls to guardrails' services that came to nothing, by why")
                .tag("guardrail", guardrail)
                .tag("reason", why)
                .register(registry)
                .increment();
    }

    void replaced(String guardrail, String pattern) {
        Counter.builder("tollgate.edge.guardrail.redactions")
                .description("Things that were replaced, by the pattern that they matched")
                .tag("guardrail", guardrail)
                .tag("pattern", pattern)
                .register(registry)
                .increment();
    }
}
