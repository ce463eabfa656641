package dev.tollgate.edge.realtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// Realtime sessions from outside. Their responses are counted where all requests are.
@Startup
@Singleton
class RealtimeMetrics {
    private final AtomicInteger open = new AtomicInteger();
    private final Map<Reason, Counter> ended = new EnumMap<>(Reason.class);
    private final Counter fromClients;
    private final Counter fromProviders;

    RealtimeMetrics(MeterRegistry registry) {
        Gauge.builder("tollgate.edge.realtime.sessions", open, AtomicInteger::get)
                .description("Realtime sessions that are open")
                .register(registry);
        for (Reason reason : Reason.values()) {
            ended.put(
                    reason,
                    Counter.builder("tollgate.edge.realtime.ended")
                            .description("Realtime sessions that ended, by why")
                            .tag("reason", reason.label())
                            .register(registry));
        }
        this.fromClients = events(registry, "client");
        this.fromProviders = events(registry, "provider");
    }

    private static Counter events(MeterRegistry registry, String from) {
        return Counter.builder("tollgate.edge.realtime.events")
                .description("Events of realtime sessions, by who sent them")
                .tag("from", from)
                .register(registry);
    }

    void fromClient() {
        fromClients.increment();
    }

    void fromProvider() {
        fromProviders.increment();
    }

    void opened() {
        open.incrementAndGet();
    }

    void ended(Reason reason) {
        open.decrementAndGet();
        Objects.requireNonNull(ended.get(reason)).increment();
    }
}
