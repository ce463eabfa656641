package dev.tollgate.edge.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// What goes wrong at the end of answers, seen from outside.
final class RelayMetrics {
    /// Answers whose last byte was withheld, as their books could not be kept.
    final Counter cut;

    /// Connections that providers kept open behind the end of their answer.
    final Counter lingering;

    RelayMetrics(MeterRegistry registry) {
        this.cut = Counter.builder("tollgate.edge.answers.cut")
                .description("Answers cut before their last byte, as they could not be recorded")
                .register(registry);
        this.lingering = Counter.builder("tollgate.edge.upstream.lingering")
                .description("Provider connections reset, as they stayed open behind the end of an answer")
                .register(registry);
    }
}
