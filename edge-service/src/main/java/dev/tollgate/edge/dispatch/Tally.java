package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.provider.spi.Failure;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Counts one deployment's attempts, from any thread, until somebody takes the counts.
final class Tally {
    /// One in so many of a new figure goes into the average.
    private static final long SMOOTHING = 8;

    private final LongAdder attempts = new LongAdder();
    private final Map<Fault, LongAdder> failures = new EnumMap<>(Fault.class);
    private volatile @Nullable String why;
    private volatile long firstByteMillis = -1;

    Tally() {
        for (Fault fault : Fault.values()) {
            failures.put(fault, new LongAdder());
        }
    }

    /// What a deployment is to blame for.
    private enum Fault {
        RATE_LIMITED,
        REJECTED,
        BROKEN,
        UNREADABLE,
        TIMEOUT
    }

    void succeeded() {
        attempts.increment();
    }

    void failed(Failure failure) {
        attempts.increment();
        Fault fault = faultOf(failure);
        if (fault != null) {
            Objects.requireNonNull(failures.get(fault)).increment();
            why = failure.label();
        }
    }

    /// Approximate where threads meet: it is an average.
    void firstByte(long millis) {
        long before = firstByteMillis;
        firstByteMillis = before < 0 ? millis : before + (millis - before) / SMOOTHING;
    }

    @Nullable
    Long firstByte() {
        long now = firstByteMillis;
        return now < 0 ? null : (Long) now;
    }

    @Nullable
    String why() {
        return why;
    }

    long takeAttempts() {
        return attempts.sumThenReset();
    }

    Map<String, Long> takeFailures() {
        Map<String, Long> taken = new HashMap<>();
        failures.forEach((fault, adder) -> {
            long count = adder.sumThenReset();
            if (count > 0) {
                taken.put(fault.name().toLowerCase(Locale.ROOT), count);
            }
        });
        return taken;
    }

    private static @Nullable Fault faultOf(Failure failure) {
        return switch (failure) {
            case Failure.CallersFault _ -> null;
            case Failure.Unsupported _ -> null;
            case Failure.Unfetched _ -> null;
            case Failure.Rejected _ -> Fault.REJECTED;
            case Failure.RateLimited _ -> Fault.RATE_LIMITED;
            case Failure.Broken _ -> Fault.BROKEN;
            case Failure.Unreadable _ -> Fault.UNREADABLE;
            case Failure.TimedOut _ -> Fault.TIMEOUT;
        };
    }
}
