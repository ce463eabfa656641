package dev.tollgate.edge.dispatch;

/// What other edges have learned of a deployment, as routing tells it. On the monotonic clock, in milliseconds; 0
/// for nothing.
///
/// @param coolingUntil the provider asked one of them to leave it alone until then
/// @param openUntil enough of them hold their breaker open until then
public record Told(long coolingUntil, long openUntil) {
    /// @param ownOpen this edge's own breaker is open, or half-open: it finds out by itself, as it would without
    ///     being told
    boolean allows(long nowMillis, boolean ownOpen) {
        return nowMillis >= closedUntil(ownOpen);
    }

    long closedUntil(boolean ownOpen) {
        return ownOpen ? coolingUntil : Math.max(coolingUntil, openUntil);
    }
}
