package dev.tollgate.edge.peers;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Counts and times each call that went out to an inner service, a retry as a call of its own. What a breaker or a
/// bulkhead kept back never went out, and is not counted here.
///
/// A call whose connection died in use is sent again at once, on another connection, without anybody being told:
/// each of these calls may be repeated, since it reads, or carries a number or an id that counts once (rules 2, 9).
@Startup
@Singleton
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

    /// The next connection may be one of the same server's.
    private static final int AGAIN_MAX = 2;

    private final Map<PeerCall, Map<Outcome, Timer>> timers = new EnumMap<>(PeerCall.class);
    private final Map<PeerCall, Counter> again = new EnumMap<>(PeerCall.class);

    PeerMeter(MeterRegistry registry) {
        for (PeerCall call : PeerCall.values()) {
            Map<Outcome, Timer> outcomes = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                outcomes.put(outcome, timer(registry, call, outcome));
            }
            timers.put(call, outcomes);
            again.put(call, again(registry, call));
        }
    }

    private static Counter again(MeterRegistry registry, PeerCall call) {
        return Counter.builder("tollgate.peer.again")
                .description("Calls to inner services sent again, as their connection died in use")
                .tag("peer", call.peer())
                .tag("call", call.call())
                .register(registry);
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
        Counter repeats = Objects.requireNonNull(again.get(call));
        return Uni.createFrom().deferred(() -> {
            AtomicInteger sent = new AtomicInteger();
            return Uni.createFrom()
                    .deferred(() -> {
                        if (sent.getAndIncrement() > 0) {
                            repeats.increment();
                        }
                        return timed(outcomes, uni);
                    })
                    .onFailure(DeadConnection::is)
                    .retry()
                    .atMost(AGAIN_MAX);
        });
    }

    private static <T extends @Nullable Object> Uni<T> timed(Map<Outcome, Timer> outcomes, Uni<T> uni) {
        long began = System.nanoTime();
        return uni.onTermination()
                .invoke((item, failure, cancelled) -> Objects.requireNonNull(outcomes.get(outcome(failure, cancelled)))
                        .record(System.nanoTime() - began, TimeUnit.NANOSECONDS));
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
