package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.error.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// What became of requests that were understood and had a route: let in, or why not.
@Startup
@Singleton
class AdmissionMetrics {
    private enum Outcome {
        ADMITTED,
        RATE_LIMITED,
        NO_CREDIT,
        /// The journal, billing or ratelimit could not be used.
        UNAVAILABLE,
        /// Something else: more than the model's window, say.
        REFUSED
    }

    private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);

    AdmissionMetrics(MeterRegistry registry) {
        for (Outcome outcome : Outcome.values()) {
            counters.put(
                    outcome,
                    Counter.builder("tollgate.edge.admissions")
                            .description("Requests that asked for limits and credit, by what came of it")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    void admitted() {
        count(Outcome.ADMITTED);
    }

    void refused(ErrorCode code) {
        count(
                switch (code.type()) {
                    case RATE_LIMIT -> Outcome.RATE_LIMITED;
                    case BILLING -> Outcome.NO_CREDIT;
                    case SERVER, UPSTREAM -> Outcome.UNAVAILABLE;
                    case INVALID_REQUEST, AUTHENTICATION, PERMISSION, NOT_FOUND -> Outcome.REFUSED;
                });
    }

    private void count(Outcome outcome) {
        Objects.requireNonNull(counters.get(outcome)).increment();
    }
}
