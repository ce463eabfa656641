package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.edge.access.AccessLine;
import dev.tollgate.edge.access.AccessLog;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.metering.Metered;
import dev.tollgate.edge.relay.AnswerReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// What is seen of admitted requests from outside. No key, account, request or model that a caller could invent is
/// a label.
@Startup
@Singleton
class PipelineMetrics {
    private static final Duration[] SLOW_BUCKETS =
            millis(10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000);
    private static final Duration[] FAST_BUCKETS = {
        Duration.ofNanos(100_000), Duration.ofNanos(250_000), Duration.ofNanos(500_000), Duration.ofMillis(1),
        Duration.ofNanos(2_500_000), Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25),
        Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500),
        Duration.ofSeconds(1)
    };

    private final AccessLog accessLog;
    private final Map<Outcome, Counter> requests = new EnumMap<>(Outcome.class);
    private final Counter inputTokens;
    private final Counter outputTokens;
    private final Counter charged;
    private final Counter cost;
    private final Counter reservedAnew;
    private final Timer duration;
    private final Timer firstByte;
    private final Timer added;

    PipelineMetrics(MeterRegistry registry, AccessLog accessLog) {
        this.accessLog = accessLog;
        for (Outcome outcome : Outcome.values()) {
            requests.put(
                    outcome,
                    Counter.builder("tollgate.edge.requests")
                            .description("Admitted requests, by how they ended")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        this.inputTokens = tokens(registry, "input");
        this.outputTokens = tokens(registry, "output");
        this.charged = Counter.builder("tollgate.edge.charged.nanocredits")
                .description("Nano-credits charged")
                .register(registry);
        this.cost = Counter.builder("tollgate.edge.provider.cost.nanocredits")
                .description("Nano-credits that providers charge us, where known")
                .register(registry);
        this.reservedAnew = Counter.builder("tollgate.edge.reserved.anew")
                .description("Reservations that could no longer be used right before the upstream write")
                .register(registry);
        this.duration =
                histogram(registry, "tollgate.edge.duration", "From a request's coming to its end", SLOW_BUCKETS);
        this.firstByte = histogram(
                registry,
                "tollgate.edge.first.byte",
                "From a request's coming to the first upstream event",
                SLOW_BUCKETS);
        this.added = histogram(
                registry,
                "tollgate.edge.added",
                "The gateway's own time of an answered request: neither the client's nor the provider's",
                FAST_BUCKETS);
    }

    private static Timer histogram(MeterRegistry registry, String name, String description, Duration[] buckets) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private static Counter tokens(MeterRegistry registry, String type) {
        return Counter.builder("tollgate.edge.tokens")
                .description("Tokens charged")
                .tag("type", type)
                .register(registry);
    }

    void reservedAnew() {
        reservedAnew.increment();
    }

    private static Duration[] millis(long... values) {
        return Arrays.stream(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    /// @param addedNanos the gateway's own time, or negative when the request was never sent
    void ended(Call call, AnswerReport report, Metered metered, long addedNanos) {
        Objects.requireNonNull(requests.get(report.outcome())).increment();
        inputTokens.increment((double) metered.charged().input());
        outputTokens.increment((double) metered.charged().output());
        charged.increment((double) metered.charge().total());
        if (metered.providerCost() != null) {
            cost.increment((double) metered.providerCost());
        }
        duration.record(System.nanoTime() - call.exchange().startNanos(), TimeUnit.NANOSECONDS);
        if (report.firstByteMillis() != null) {
            firstByte.record(report.firstByteMillis(), TimeUnit.MILLISECONDS);
        }
        if (addedNanos >= 0) {
            added.record(addedNanos, TimeUnit.NANOSECONDS);
        }
        if (accessLog.wants(report.status(), report.outcome() == Outcome.UPSTREAM_FAILED)) {
            accessLog.write(line(call, report, metered, addedNanos));
        }
    }

    private static AccessLine line(Call call, AnswerReport report, Metered metered, long addedNanos) {
        Target target = report.target();
        return new AccessLine(
                        call.exchange().id(),
                        call.operation(),
                        report.status(),
                        report.outcome().name().toLowerCase(Locale.ROOT),
                        call.exchange().elapsedMillis())
                .of(call.key().accountId(), call.key().keyId())
                .with("model", call.route().model().id())
                .with("provider", target == null ? null : target.provider().id())
                .with("deployment", target == null ? null : target.id())
                .with("stream", call.asked().stream())
                .with("attempts", report.attempts().size())
                .with("first_byte_ms", report.firstByteMillis())
                .with("added_us", addedNanos < 0 ? null : (Long) (addedNanos / 1_000))
                .with("input_tokens", metered.charged().input())
                .with("output_tokens", metered.charged().output())
                .with("estimated", metered.estimated())
                .with("charge", Long.toString(metered.charge().total()));
    }
}
