package dev.tollgate.routing.health;

import org.jspecify.annotations.Nullable;

/// What one edge sees of one deployment. Durations in milliseconds, at the time of reading.
///
/// @param open its breaker is open or half-open
/// @param openMillis for how long its breaker lets nothing through; negative for how long it has waited since
/// @param coolingMillis for how long the provider asked it to leave the deployment alone; negative when that is over
/// @param stateMillis for how long it has been so
/// @param provenMillis how long ago its active probe found it well, or null
/// @param attempts of the last minute
/// @param failures of the last minute
record Sight(
        String deployment,
        String edge,
        boolean open,
        long openMillis,
        long coolingMillis,
        long stateMillis,
        @Nullable String why,
        @Nullable Long provenMillis,
        long attempts,
        long failures,
        @Nullable Long firstByteMillis) {
    /// A half-open breaker that no request has tried for longer than this says nothing any more.
    private static final long UNTRIED_MILLIS = 10_000;

    /// Whether it speaks against the deployment.
    boolean opposes() {
        return open && openMillis > -UNTRIED_MILLIS;
    }

    /// Whether it has an opinion at all.
    boolean votes() {
        return opposes() || attempts > 0;
    }
}
