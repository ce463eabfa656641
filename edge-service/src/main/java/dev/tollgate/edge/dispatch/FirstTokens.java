package dev.tollgate.edge.dispatch;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// How long the first token of each deployment has taken of late, as this edge saw it: an exponentially weighted
/// moving average, of streams and of whole answers apart. What is known fades: a deployment that was slow, and is
/// not asked any more, comes to be tried again.
@Singleton
class FirstTokens {
    /// Of the newest sample.
    private static final double NEWEST = 0.2;
    /// In which what is known fades to half, in nanoseconds.
    static final long HALF_LIFE = 60_000_000_000L;
    /// Under this nothing is known any more: of the least that is written down, a millisecond, after one half-life.
    private static final double FADED_MILLIS = 0.5;
    private static final int KNOWN_MAX = 10_000;

    private record Key(String deployment, boolean streaming) {}

    private record Average(double millis, long atNanos) {
        double faded(long now) {
            double left = millis * Math.pow(0.5, (double) (now - atNanos) / HALF_LIFE);
            return left < FADED_MILLIS && left < millis ? 0 : left;
        }
    }

    private final Map<Key, Average> averages = new ConcurrentHashMap<>();
    private final LongSupplier clock;

    FirstTokens() {
        this(System::nanoTime);
    }

    /// @param clock monotonic, in nanoseconds
    FirstTokens(LongSupplier clock) {
        this.clock = clock;
    }

    /// @param millis from the attempt's beginning; one that came to nothing took at least as long as it was waited
    void took(String deployment, boolean streaming, long millis) {
        if (averages.size() >= KNOWN_MAX) {
            averages.clear();
        }
        long now = clock.getAsLong();
        double sample = Math.max(1, millis);
        averages.merge(
                new Key(deployment, streaming),
                new Average(sample, now),
                (before, newest) -> new Average(before.millis() + NEWEST * (sample - before.millis()), now));
    }

    /// 0 when nothing is known, or not any more.
    double millis(String deployment, boolean streaming) {
        Average known = averages.get(new Key(deployment, streaming));
        return known == null ? 0 : known.faded(clock.getAsLong());
    }
}
