package dev.tollgate.contract.routing.v1;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an edge tells routing of the deployments that it has used since its last report. Lost reports are harmless:
/// the counts of one are missed, states are told again.
///
/// @param edge its id, as the journal has it
/// @param deployments none when there is nothing to tell, and only the answer is wanted
/// @param probing deployments that this edge would probe: it is lent those that no other edge probes
public record HealthReport(String edge, List<Seen> deployments, List<String> probing) {
    public HealthReport {
        deployments = deployments == null ? List.of() : List.copyOf(deployments);
        probing = probing == null ? List.of() : List.copyOf(probing);
    }

    /// One deployment. Times are told as durations: no clock is shared.
    ///
    /// @param open the edge's breaker is open, or waits for the one request that closes it
    /// @param openMillis for how long nothing is let through; 0 when it is closed or waits for that request
    /// @param coolingMillis for how long the provider asked to be left alone; 0 when it did not
    /// @param stateMillis for how long it has been so
    /// @param why what failed last, in one word: `429`, `timeout`; null when nothing did
    /// @param provenMillis how long ago an active probe found it well; null when none has
    /// @param attempts since the report before
    /// @param failures since the report before, by class: `rate_limited`, `rejected`, `broken`, `unreadable`,
    ///     `timeout`
    /// @param recentAttempts of the last minute
    /// @param recentFailures of the last minute
    /// @param firstByteMillis from an attempt's start to its answer's head: a moving average, or null
    public record Seen(
            String deployment,
            boolean open,
            long openMillis,
            long coolingMillis,
            long stateMillis,
            @Nullable String why,
            @Nullable Long provenMillis,
            long attempts,
            Map<String, Long> failures,
            long recentAttempts,
            long recentFailures,
            @Nullable Long firstByteMillis) {
        public Seen {
            failures = failures == null ? Map.of() : Map.copyOf(failures);
        }

        /// Of every class.
        public long failed() {
            return failures.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
