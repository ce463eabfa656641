package dev.tollgate.edge.permit;

import dev.tollgate.contract.ratelimit.v1.ConcurrencyRenewal.Held;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections.Correction;
import dev.tollgate.contract.ratelimit.v1.Subject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// All concurrency permits and slots that this edge holds: what it renews. As many as requests are under way, and
/// some spare.
final class Holds {
    private final Set<Held> held = ConcurrentHashMap.newKeySet();
    private final Consumer<Correction> report;
    private final long lostNanos;
    private volatile long renewedNanos = System.nanoTime();

    Holds(Consumer<Correction> report, long lostNanos) {
        this.report = report;
        this.lostNanos = lostNanos;
    }

    void add(String name, Subject subject) {
        if (held.isEmpty()) {
            renewedNanos = System.nanoTime();
        }
        held.add(new Held(name, subject));
    }

    void release(String name, Subject subject) {
        if (held.remove(new Held(name, subject))) {
            report.accept(new Correction(name, 0, 0, List.of(), List.of(subject)));
        }
    }

    /// Ends it without a word: who calls tells the service.
    boolean end(String name, Subject subject) {
        return held.remove(new Held(name, subject));
    }

    List<Held> all() {
        return List.copyOf(held);
    }

    /// @param beganNanos right before the service was told
    void renewed(long beganNanos) {
        renewedNanos = beganNanos;
    }

    /// Whether slots may have been given to others since.
    boolean areLost(long nowNanos) {
        return nowNanos - renewedNanos > lostNanos;
    }
}
