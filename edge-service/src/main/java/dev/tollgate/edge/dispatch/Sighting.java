package dev.tollgate.edge.dispatch;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What this edge itself has seen of a deployment.
///
/// @param open its breaker is open or half-open
/// @param openMillis for how long nothing is let through
/// @param coolingMillis for how long the provider asked to be left alone
/// @param why what failed last; null when nothing has
/// @param attempts since the sighting before
/// @param failures since the sighting before, by class
/// @param firstByteMillis moving average from an attempt's start to its answer's head; null before the first
public record Sighting(
        String deployment,
        boolean open,
        long openMillis,
        long coolingMillis,
        @Nullable String why,
        long attempts,
        Map<String, Long> failures,
        @Nullable Long firstByteMillis) {
    public Sighting {
        failures = Map.copyOf(failures);
    }

    /// Whether it is left alone for a reason that this edge has seen.
    public boolean isUnwell() {
        return open || coolingMillis > 0;
    }

    public long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }
}
