package dev.tollgate.contract.ratelimit.v1;

import java.util.List;

/// Every 10 s an edge names all requests under way that hold a concurrency permit; the permits live for 30 s more,
/// and are made anew when Redis has forgotten them (rules 16).
public record ConcurrencyRenewal(String edgeId, List<Held> held) {
    public ConcurrencyRenewal {
        held = List.copyOf(held);
    }

    public record Held(String requestId, Subject subject) {}
}
