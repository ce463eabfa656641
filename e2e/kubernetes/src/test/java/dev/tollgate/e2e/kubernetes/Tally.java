package dev.tollgate.e2e.kubernetes;

import java.time.Duration;
import java.util.ArrayList;
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
        add(failed, reason);
    }

    void cut(String reason) {
        add(cut, reason);
    }

    private void add(Map<String, Times> all, String reason) {
        long at = millis();
        all.compute(reason, (_, known) -> known == null ? Times.once(at) : known.and(at));
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

    /// How often, and in which spells, in milliseconds after the load began.
    record Times(int count, List<Spell> spells) {
        private static final int SPELLS = 20;

        static Times once(long at) {
            return new Times(1, List.of(new Spell(at, at)));
        }

        /// A spell goes on while what happens is less than half a second apart, and when there are many already.
        Times and(long at) {
            Spell last = spells.getLast();
            List<Spell> longer = new ArrayList<>(spells);
            if (at - last.to() < 500 || spells.size() == SPELLS) {
                longer.set(spells.size() - 1, new Spell(Math.min(last.from(), at), Math.max(last.to(), at)));
            } else {
                longer.add(new Spell(at, at));
            }
            return new Times(count + 1, List.copyOf(longer));
        }

        @Override
        public String toString() {
            return count + " " + spells;
        }
    }

    record Spell(long from, long to) {
        @Override
        public String toString() {
            return "%d to %d ms".formatted(from, to);
        }
    }

    @Override
    public String toString() {
        return requests + " requests, " + streams + " streams, failed " + failed() + ", cut " + cut() + ", slowest "
                + Duration.ofNanos(slowestNanos.get()).toMillis() + " ms, " + marks;
    }
}
