package dev.tollgate.edge.aside;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.dispatch.Aside;
import dev.tollgate.edge.relay.Ending;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// How candidates compare with what really answers. Labels are ids of the catalogue's shadows.
final class ShadowMetrics {
    private static final String REAL = "real";
    private static final String SHADOW = "shadow";

    private final MeterRegistry registry;

    ShadowMetrics(MeterRegistry registry, AtomicInteger underWay) {
        this.registry = registry;
        Gauge.builder("tollgate.edge.shadow.live", underWay, AtomicInteger::get)
                .description("Copies of requests under way to shadows")
                .register(registry);
    }

    /// @param why `unfit`, `draining`, `full` or `busy`
    void dropped(Target shadow, String why) {
        count(shadow, "dropped_" + why);
    }

    void compare(Aside aside, Ending ending) {
        Target shadow = aside.target();
        count(shadow, aside.failure() == null ? "ok" : "failed");
        if (aside.failure() == null) {
            firstByte(shadow, SHADOW, aside.firstByteMillis());
            firstByte(shadow, REAL, ending.firstByteMillis());
            output(shadow, SHADOW, aside.usage());
            output(shadow, REAL, ending.usage());
        }
    }

    private void count(Target shadow, String result) {
        Counter.builder("tollgate.edge.shadow.copies")
                .description("Requests that were copied for a shadow, or should have been, by what became of the copy")
                .tag("deployment", shadow.id())
                .tag("result", result)
                .register(registry)
                .increment();
    }

    private void firstByte(Target shadow, String of, @Nullable Long millis) {
        if (millis != null) {
            Timer.builder("tollgate.edge.shadow.first.byte")
                    .description("To the first of an answer, of copied requests: the shadow's and the real one's")
                    .tag("deployment", shadow.id())
                    .tag("of", of)
                    .register(registry)
                    .record(Duration.ofMillis(millis));
        }
    }

    private void output(Target shadow, String of, @Nullable Quantities usage) {
        if (usage != null) {
            Counter.builder("tollgate.edge.shadow.output.tokens")
                    .description("Output of copied requests: the shadow's and the real one's")
                    .tag("deployment", shadow.id())
                    .tag("of", of)
                    .register(registry)
                    .increment((double) usage.output());
        }
    }
}
