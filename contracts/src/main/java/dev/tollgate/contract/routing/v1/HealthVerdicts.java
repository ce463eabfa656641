package dev.tollgate.contract.routing.v1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What routing tells an edge of deployments, from what all edges have told it. Deployments of which there is
/// nothing to say are not named.
///
/// @param probes deployments that this edge probes from now on, and no other
/// @param probeMillis for how long, counted from before the edge asked
public record HealthVerdicts(List<Verdict> deployments, List<String> probes, long probeMillis) {
    public HealthVerdicts {
        deployments = deployments == null ? List.of() : List.copyOf(deployments);
        probes = probes == null ? List.of() : List.copyOf(probes);
    }

    /// @param coolingMillis the provider asked some edge to leave it alone for so long
    /// @param openMillis enough edges hold their breaker open for so long; 0 when too few do
    /// @param provenMillis how long ago an active probe found it well; null when none did lately
    /// @param reset number of the last time that an operator had edges forget what they hold against it; null when
    ///     none did lately
    public record Verdict(
            String deployment,
            long coolingMillis,
            long openMillis,
            @Nullable Long provenMillis,
            @Nullable Long reset) {}
}
