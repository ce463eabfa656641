package dev.tollgate.console.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Live tails, in numbers; never by account.
@ApplicationScoped
class LiveMetrics {
    private final AtomicInteger listeners = new AtomicInteger();
    private final MeterRegistry registry;
    private final Counter records;

    @Inject
    LiveMetrics(MeterRegistry registry) {
        this.registry = registry;
        records = Counter.builder("tollgate.console.live.records")
                .description("Usage records told to those who watch")
                .register(registry);
        Gauge.builder("tollgate.console.live.listeners", listeners, AtomicInteger::get)
                .description("Live tails that are open")
                .register(registry);
        Stream.of("ok", "failed").forEach(this::polls);
        Stream.of("revoked", "time", "shutdown", "slow").forEach(this::ends);
    }

    AtomicInteger listeners() {
        return listeners;
    }

    void told() {
        records.increment();
    }

    /// @param result `ok` or `failed`
    void polled(String result) {
        polls(result).increment();
    }

    /// @param reason `revoked`, `time`, `shutdown` or `slow`
    void ended(String reason) {
        ends(reason).increment();
    }

    private Counter polls(String result) {
        return Counter.builder("tollgate.console.live.polls")
                .description("Questions to billing for new records: one at a time per account")
                .tag("result", result)
                .register(registry);
    }

    private Counter ends(String reason) {
        return Counter.builder("tollgate.console.live.ended")
                .description("Live tails that were ended from here")
                .tag("reason", reason)
                .register(registry);
    }
}
