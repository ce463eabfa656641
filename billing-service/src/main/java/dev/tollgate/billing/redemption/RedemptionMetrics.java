package dev.tollgate.billing.redemption;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Counts what came of codes that were sent; never which.
@Startup
@Singleton
class RedemptionMetrics {
    private final Map<Result, Counter> results = new EnumMap<>(Result.class);

    /// Alert: many `UNKNOWN` and `LIMITED`, as somebody guesses.
    enum Result {
        GIVEN,
        REPEATED,
        UNKNOWN,
        DISABLED,
        EXPIRED,
        USED_UP,
        LIMITED
    }

    RedemptionMetrics(MeterRegistry registry) {
        for (Result result : Result.values()) {
            results.put(
                    result,
                    Counter.builder("tollgate.billing.redemptions")
                            .description("Redemption codes that were sent, by what came of them")
                            .tag("result", result.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    void count(Result result) {
        Objects.requireNonNull(results.get(result)).increment();
    }

    void count(Redeeming.Why why) {
        count(
                switch (why) {
                    case UNKNOWN -> Result.UNKNOWN;
                    case DISABLED -> Result.DISABLED;
                    case EXPIRED -> Result.EXPIRED;
                    case USED_UP -> Result.USED_UP;
                });
    }
}
