package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.provider.spi.Failure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Counts attempts by provider and result, and raises an alert when a provider refuses our credential.
@Singleton
class DispatchMetrics {
    private static final Logger LOG = Logger.getLogger(DispatchMetrics.class);
    private static final String OK = "ok";
    /// All that the label can say: a provider's odd status must not make a series of its own.
    private static final List<String> RESULTS = List.of(
            OK,
            "callers_fault",
            "unsupported",
            "unfetched",
            "rejected",
            "rate_limited",
            "5xx",
            "connect",
            "reset",
            "truncated",
            "midstream",
            "error",
            "unreadable",
            "timeout");
    private static final Set<String> BROKEN = Set.of("connect", "reset", "truncated", "midstream", "error");

    private final MeterRegistry registry;
    private final ConcurrentMap<String, Map<String, Counter>> counters = new ConcurrentHashMap<>();

    DispatchMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void succeeded(Target target) {
        count(target, OK);
    }

    void failed(Target target, Failure failure) {
        count(target, label(failure));
        if (failure instanceof Failure.Rejected(int status)) {
            LOG.errorf(
                    "provider %s refuses us with %d: look at the credential and model of deployment %s",
                    target.provider().id(), status, target.id());
        }
    }

    private void count(Target target, String result) {
        Counter counter = counters.computeIfAbsent(target.provider().id(), this::countersOf)
                .get(result);
        if (counter != null) {
            counter.increment();
        }
    }

    private Map<String, Counter> countersOf(String provider) {
        return RESULTS.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), result -> Counter.builder(
                        "tollgate.edge.attempts")
                .description("Attempts at deployments, by the catalogue's provider and result")
                .tag("provider", provider)
                .tag("result", result)
                .register(registry)));
    }

    private static String label(Failure failure) {
        return switch (failure) {
            case Failure.CallersFault _ -> "callers_fault";
            case Failure.Unsupported _ -> "unsupported";
            case Failure.Unfetched _ -> "unfetched";
            case Failure.Rejected _ -> "rejected";
            case Failure.RateLimited _ -> "rate_limited";
            case Failure.Broken(String what) -> BROKEN.contains(what) ? what : "5xx";
            case Failure.Unreadable _ -> "unreadable";
            case Failure.TimedOut _ -> "timeout";
        };
    }
}
