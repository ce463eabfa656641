package dev.tollgate.batch.job;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// How batches go on, as numbers.
@Startup
@Singleton
class JobMetrics {
    private static final List<String> OUTCOMES = List.of("answered", "lost", "limited", "retried");
    private static final List<String> STATUSES = List.of("completed", "failed", "expired", "cancelled");

    private final MeterRegistry registry;
    private final AtomicInteger underWay = new AtomicInteger();

    JobMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("tollgate.batch.lines.under.way", underWay, AtomicInteger::get)
                .description("Lines that this replica has asked the edge for")
                .register(registry);
        // A rate can be asked of what has not happened yet.
        failures().increment(0);
        OUTCOMES.forEach(outcome -> lines(outcome).increment(0));
        STATUSES.forEach(status -> batches(status).increment(0));
    }

    void begun() {
        underWay.incrementAndGet();
    }

    void over() {
        underWay.decrementAndGet();
    }

    /// @param outcome `answered`, `lost`, `limited`, `retried`
    void line(String outcome) {
        lines(outcome).increment();
    }

    /// @param status that it ended in
    void ended(String status) {
        batches(status).increment();
    }

    /// The runner's loop was broken off.
    void failed() {
        failures().increment();
    }

    private Counter lines(String outcome) {
        return Counter.builder("tollgate.batch.lines")
                .description("Answers of the edge to lines, by what became of the line")
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter batches(String status) {
        return Counter.builder("tollgate.batch.batches")
                .description("Batches that ended, by their status")
                .tag("status", status)
                .register(registry);
    }

    private Counter failures() {
        return Counter.builder("tollgate.batch.runner.failures")
                .description("Rounds of the runner that a store or a fault of ours broke off")
                .register(registry);
    }
}
