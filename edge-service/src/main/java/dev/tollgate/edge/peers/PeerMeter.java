package dev.tollgate.edge.peers;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Counts and times each call that went out to an inner service, a retry as a call of its own. What a breaker or a
/// bulkhead kept back never went out, and is not counted here.
@Startup
@ApplicationScoped
class PeerMeter {
    /// How a call ended.
    private enum Outcome {
        OK,
        /// The peer is well and says no.
        REFUSED,
        /// The peer is in trouble, or was not reached.
        FAILED,
        /// Nobody waited any longer: the time was up.
        ABANDONED
    }

    private final Map<PeerCall, Map<Outcome, Timer>> timers = new EnumMap<>(PeerCall.class);

    PeerMeter(MeterRegistry registry) {
        for (PeerCall call : PeerCall.values()) {
            Map<Outcome, Timer> outcomes = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                outcomes.put(outcome, timer(registry, call, outcome));
            }
            timers.put(call, outcomes);
        }
    }

    private static Timer timer(MeterRegistry registry, PeerCall call, Outcome outcome) {
        return Timer.builder("tollgate.peer.calls")
                .description("Calls to inner services that went out, retries included")
                .tag("peer", call.peer())
                .tag("call", call.call())
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    /// The same call, counted when it ends.
    <T extends @Nullable Object> Uni<T> measured(PeerCall call, Uni<T> uni) {
        Map<Outcome, Timer> outcomes = Objects.requireNonNull(timers.get(call));
        return Uni.createFrom().deferred(() -> {
            long began = System.nanoTime();
            return uni.onTermination().invoke((item, failure, cancelled) -> Objects.requireNonNull(
                            outcomes.get(outcome(failure, cancelled)))
                    .record(System.nanoTime() - began, TimeUnit.NANOSECONDS));
        });
    }

    private static Outcome outcome(@Nullable Throwable failure, boolean cancelled) {
        if (cancelled) {
            return Outcome.ABANDONED;
        }
        return switch (failure) {
            case null -> Outcome.OK;
            case PeerFailure.Refused _ -> Outcome.REFUSED;
            default -> Outcome.FAILED;
        };
    }
}
