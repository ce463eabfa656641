package dev.tollgate.e2e.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// What a load has seen. Requests and streams that failed are told by their reason, with how many of each.
final class Tally {
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final long begun = System.nanoTime();
    private final Map<String, Times> failed = new ConcurrentHashMap<>();
    private final Map<String, Times> cut = new ConcurrentHashMap<>();
    private final List<String> marks = new CopyOnWriteArrayList<>();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong streams = new AtomicLong();

    void request() {
        requests.incrementAndGet();
    }

    void stream() {
        streams.incrementAndGet();
    }

    void answered(String requestId, long nanos) {
        answered.add(requestId);
        slowestNanos.accumulateAndGet(nanos, Math::max);
    }

    void failed(String reason) {
        failed.merge(reason, Times.once(millis()), Times::and);
    }

    void cut(String reason) {
        cut.merge(reason, Times.once(millis()), Times::and);
    }

    /// What was done to the suite, so that failures can be told to come of it.
    void mark(String what) {
        marks.add("%s at %d ms".formatted(what, millis()));
    }

    private long millis() {
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }

    long requests() {
        return requests.get();
    }

    long streams() {
        return streams.get();
    }

    /// Ids of the requests and streams that were answered in full.
    Set<String> answered() {
        return Set.copyOf(answered);
    }

    Map<String, Times> failed() {
        return new TreeMap<>(failed);
    }

    Map<String, Times> cut() {
        return new TreeMap<>(cut);
    }

    /// How often, and when first and last, in milliseconds after the load began.
    record Times(int count, long first, long last) {
        static Times once(long at) {
            return new Times(1, at, at);
        }

        Times and(Times other) {
            return new Times(count + other.count, Math.min(first, other.first), Math.max(last, other.last));
        }

        @Override
        public String toString() {
            return "%d (%d to %d ms)".formatted(count, first, last);
        }
    }

    @Override
    public String toString() {
        return requests + " requests, " + streams + " streams, failed " + failed() + ", cut " + cut() + ", slowest "
                + Duration.ofNanos(slowestNanos.get()).toMillis() + " ms, " + marks;
    }
}
