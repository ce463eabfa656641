package dev.tollgate.edge.journal;

import dev.tollgate.contract.billing.v1.UsageAnswer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/// What the journal shows of itself.
final class JournalMetrics {
    private static final Logger LOG = Logger.getLogger(JournalMetrics.class);

    private final MeterRegistry registry;
    private final Map<UsageAnswer.Result, Counter> shipped = new EnumMap<>(UsageAnswer.Result.class);
    private final Counter shipFailures;
    private final Counter damaged;
    private final Counter interrupted;
    private final Counter left;

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
        left = counter("tollgate.journal.left", "Usage records that a shutdown left for the next start");
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

    /// Bytes that were written and can no longer be read: whoever is told looks at the disk.
    void damaged(int stretches) {
        if (stretches > 0) {
            damaged.increment(stretches);
            LOG.errorf(
                    "%d stretches of the journal are no frames: what they held is lost, look at the disk", stretches);
        }
    }

    void interrupted(int requests) {
        interrupted.increment(requests);
    }

    void left(long records) {
        left.increment((double) records);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
