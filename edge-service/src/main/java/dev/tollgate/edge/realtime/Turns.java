package dev.tollgate.edge.realtime;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The answers of a session that are under way: those that were asked for and those that the provider has begun;
/// and the ids of what was charged, so that each event counts once.
final class Turns {
    private static final int REMEMBERED = 4_096;

    private record Asked(@Nullable String cause, Turn turn) {}

    private final Deque<Asked> asked = new ArrayDeque<>();
    private final Map<String, Turn> running = new HashMap<>();
    private final Set<String> seen = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    int count() {
        return asked.size() + running.size();
    }

    boolean isIdle() {
        return count() == 0;
    }

    /// @param cause the `event_id` of the event that asks for it, or null
    void asked(@Nullable String cause, Turn turn) {
        asked.add(new Asked(cause, turn));
    }

    /// The provider has begun an answer: the one asked for first, if any was.
    @Nullable
    Turn started(String id) {
        Turn known = running.get(id);
        if (known != null) {
            return known;
        }
        Asked first = asked.poll();
        if (first == null) {
            return null;
        }
        running(id, first.turn());
        return first.turn();
    }

    void running(String id, Turn turn) {
        turn.began();
        running.put(id, turn);
    }

    /// No answer goes by this id any more.
    @Nullable
    Turn over(String id) {
        return running.remove(id);
    }

    /// The provider will not begin one.
    ///
    /// @param cause the refused event, or null when the provider does not say: then it is the one asked for first
    @Nullable
    Turn refused(@Nullable String cause) {
        Iterator<Asked> each = asked.iterator();
        while (each.hasNext()) {
            Asked one = each.next();
            if (cause == null || cause.equals(one.cause())) {
                each.remove();
                return one.turn();
            }
        }
        return null;
    }

    /// Whether this is the first time that it is to be charged.
    boolean isNew(String id) {
        return seen.add(id);
    }

    List<String> runningIds() {
        return List.copyOf(running.keySet());
    }

    /// Settles all that is left.
    Future<Void> end(Outcome outcome) {
        List<Future<Void>> ends = new ArrayList<>();
        asked.forEach(one -> ends.add(one.turn().end(outcome, null)));
        running.values().forEach(turn -> ends.add(turn.end(outcome, null)));
        asked.clear();
        running.clear();
        return Future.join(ends).mapEmpty();
    }
}
