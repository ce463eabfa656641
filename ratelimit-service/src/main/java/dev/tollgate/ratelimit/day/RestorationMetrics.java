package dev.tollgate.ratelimit.day;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/// Counts what became of daily counts that nobody had vouched for; never by subject.
@Startup
@ApplicationScoped
class RestorationMetrics {
    private final Counter restored;
    private final Counter confirmed;
    private final Counter failed;

    RestorationMetrics(MeterRegistry registry) {
        restored = counter(registry, "restored");
        confirmed = counter(registry, "confirmed");
        failed = counter(registry, "failed");
    }

    /// @param missing requests that Redis did not count
    void heeded(long missing) {
        (missing > 0 ? restored : confirmed).increment();
    }

    void failed(int subjects) {
        failed.increment(subjects);
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("tollgate.ratelimit.day.counts")
                .description(
                        "Daily counts that billing was asked about: raised to its own, right already, not answered")
                .tag("outcome", outcome)
                .register(registry);
    }
}
