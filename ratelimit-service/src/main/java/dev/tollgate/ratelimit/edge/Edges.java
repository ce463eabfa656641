package dev.tollgate.ratelimit.edge;

import dev.tollgate.ratelimit.store.Script;
import dev.tollgate.ratelimit.store.Scripts;
import dev.tollgate.ratelimit.store.Slot;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The edges seen lately, by all instances together (rules 16). The figure may be some seconds old: it costs no wait on
/// a request's way but for the first call of an edge.
@ApplicationScoped
public class Edges {
    private static final int KNOWN_MAX = 10_000;

    private final Scripts scripts;
    private final EdgesConfig config;
    private final Map<String, Long> noted = new ConcurrentHashMap<>();
    private volatile int count = 1;

    Edges(Scripts scripts, EdgesConfig config) {
        this.scripts = scripts;
        this.config = config;
    }

    /// Notes this edge, and says how many there are.
    public Uni<Integer> seen(String edgeId) {
        long now = System.nanoTime();
        Long last = noted.get(edgeId);
        if (last != null && now - last < config.noteEvery().toNanos()) {
            return Uni.createFrom().item(count);
        }
        if (noted.size() >= KNOWN_MAX) {
            noted.clear();
        }
        noted.put(edgeId, now);
        return scripts.run(
                        Script.EDGES,
                        List.of(Slot.EDGES),
                        List.of(edgeId, config.memory().toMillis()))
                .map(answer -> {
                    count = Math.max(1, answer.getFirst().intValue());
                    return count;
                })
                // The figure is a help, not a limit.
                .onFailure()
                .recoverWithItem(() -> count);
    }
}
