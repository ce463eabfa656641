package dev.tollgate.console.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicInteger;

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
    }

    AtomicInteger listeners() {
        return listeners;
    }

    void told() {
        records.increment();
    }

    /// @param result `ok` or `failed`
    void polled(String result) {
        Counter.builder("tollgate.console.live.polls")
                .description("Questions to billing for new records: one at a time per account")
                .tag("result", result)
                .register(registry)
                .increment();
    }

    /// @param reason `revoked`, `time`, `shutdown` or `slow`
    void ended(String reason) {
        Counter.builder("tollgate.console.live.ended")
                .description("Live tails that were ended from here")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }
}
