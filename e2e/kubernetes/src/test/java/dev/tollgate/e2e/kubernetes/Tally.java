package dev.tollgate.e2e.kubernetes;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What a load has seen. Requests and streams that failed are told by their reason, with how many of each.
final class Tally {
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> failed = new ConcurrentHashMap<>();
    private final Map<String, Integer> cut = new ConcurrentHashMap<>();
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
        failed.merge(reason, 1, Integer::sum);
    }

    void cut(String reason) {
        cut.merge(reason, 1, Integer::sum);
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

    Map<String, Integer> failed() {
        return new TreeMap<>(failed);
    }

    Map<String, Integer> cut() {
        return new TreeMap<>(cut);
    }

    @Override
    public String toString() {
        return requests + " requests, " + streams + " streams, failed " + failed() + ", cut " + cut() + ", slowest "
                + Duration.ofNanos(slowestNanos.get()).toMillis() + " ms";
    }
}
