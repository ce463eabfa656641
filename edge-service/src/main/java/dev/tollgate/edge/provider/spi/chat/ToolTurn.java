package dev.tollgate.edge.provider.spi.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Calls of tools that one side has made in its turn, or results of those of the turn before, for providers that take
/// turns: in the order in which they were said, and by ids that such a provider takes.
public final class ToolTurn {
    private final Map<String, ObjectNode> calls = new LinkedHashMap<>();
    private final Map<String, ObjectNode> results = new LinkedHashMap<>();
    private final Map<String, String> upstreamIds = new HashMap<>();

    /// @param callersId by which the caller's messages name the call
    public void call(String callersId, String upstreamId, ObjectNode block) {
        upstreamIds.put(callersId, upstreamId);
        calls.put(upstreamId, block);
    }

    /// Null when this turn has made no such call.
    public @Nullable String upstreamId(String callersId) {
        return upstreamIds.get(callersId);
    }

    /// @return false when there is a result for this call already
    public boolean result(String upstreamId, ObjectNode block) {
        return results.putIfAbsent(upstreamId, block) == null;
    }

    /// Ids of the calls of this turn that the next one has no results for.
    public Set<String> unanswered(ToolTurn answer) {
        Set<String> open = new LinkedHashSet<>(calls.keySet());
        open.removeAll(answer.results.keySet());
        return open;
    }

    public Collection<ObjectNode> calls() {
        return Collections.unmodifiableCollection(calls.values());
    }

    public Collection<ObjectNode> results() {
        return Collections.unmodifiableCollection(results.values());
    }
}
