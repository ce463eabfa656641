package dev.tollgate.edge.journal;

import dev.tollgate.contract.billing.v1.UsageAnswer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// What the journal shows of itself.
final class JournalMetrics {
    private final MeterRegistry registry;
    private final Map<UsageAnswer.Result, Counter> shipped = new EnumMap<>(UsageAnswer.Result.class);
    private final Counter shipFailures;
    private final Counter damaged;
    private final Counter interrupted;

    JournalMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (UsageAnswer.Result result : UsageAnswer.Result.values()) {
            shipped.put(
                    result,
                    Counter.builder("tollgate.journal.shipped")
                            .description("Frames that billing acknowledged, by its answer")
                            .tag("result", result.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        shipFailures = counter("tollgate.journal.ship.failures", "Batches that billing did not take");
        damaged = counter("tollgate.journal.damaged", "Stretches of the journal that were no frames: look at the disk");
        interrupted = counter("tollgate.journal.interrupted", "Requests of a former run that were cut off");
    }

    <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(description).register(registry);
    }

    void shipped(UsageAnswer.Result result) {
        Counter counter = shipped.get(result);
        if (counter != null) {
            counter.increment();
        }
    }

    void shipFailed() {
        shipFailures.increment();
    }

    void recovered(int damagedStretches, int interruptedRequests) {
        damaged.increment(damagedStretches);
        interrupted.increment(interruptedRequests);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
