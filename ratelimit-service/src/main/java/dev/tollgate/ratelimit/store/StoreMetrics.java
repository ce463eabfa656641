package dev.tollgate.ratelimit.store;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What calls to Redis take, and whether it is there.
@ApplicationScoped
class StoreMetrics {
    private final Map<Script, Timer> runs = new EnumMap<>(Script.class);
    private final AtomicInteger away = new AtomicInteger();

    StoreMetrics(MeterRegistry registry) {
        for (Script script : Script.values()) {
            runs.put(
                    script,
                    Timer.builder("tollgate.ratelimit.script")
                            .description("Runs of scripts in Redis, repetitions included, answered or not")
                            .tag("script", script.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        Gauge.builder("tollgate.ratelimit.redis.away", away, AtomicInteger::get)
                .description("1 while calls to Redis fail")
                .register(registry);
    }

    void ran(Script script, long nanos) {
        Objects.requireNonNull(runs.get(script)).record(nanos, TimeUnit.NANOSECONDS);
    }

    void isAway(boolean now) {
        away.set(now ? 1 : 0);
    }
}
