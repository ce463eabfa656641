package dev.tollgate.billing.payment;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What operators watch of payments.
@Singleton
class PaymentMetrics {
    private final MeterRegistry registry;
    private final Map<Outcome.Kind, Counter> events = new EnumMap<>(Outcome.Kind.class);
    private final Counter failed;
    private final Clock clock;
    private volatile @Nullable Instant oldest;

    PaymentMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            // Alert: an event that contradicts the books.
            events.put(
                    kind,
                    Counter.builder("tollgate.billing.payment.events")
                            .description("Events of payment providers, by what came of them")
                            .tag("outcome", kind.wireName())
                            .register(registry));
        }
        // Alert: the provider repeats it for days, then gives up.
        failed = Counter.builder("tollgate.billing.payment.events.failed")
                .description("Events of payment providers that could not be handled, and are told again")
                .register(registry);
        forged("bad_signature", 0);
        // Alert: money that a customer waits for.
        Gauge.builder("tollgate.billing.payment.refund.wait", this, PaymentMetrics::refundsWait)
                .description("How long the oldest refund waits that the payment provider was not told of")
                .baseUnit("seconds")
                .register(registry);
    }

    /// @param oldest null when none waits
    void refundsWaitSince(@Nullable Instant oldest) {
        this.oldest = oldest;
    }

    private double refundsWait() {
        Instant since = oldest;
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, clock.instant()).toSeconds());
    }

    void handled(Outcome.Kind kind) {
        Objects.requireNonNull(events.get(kind)).increment();
    }

    void failed() {
        failed.increment();
    }

    void forged(String reason) {
        forged(reason, 1);
    }

    private void forged(String reason, int calls) {
        // Alert: somebody pretends to be the provider, or a webhook secret is wrong.
        Counter.builder("tollgate.billing.payment.webhooks.refused")
                .description("Webhook calls that were not the provider's")
                .tag("reason", reason)
                .register(registry)
                .increment(calls);
    }
}
