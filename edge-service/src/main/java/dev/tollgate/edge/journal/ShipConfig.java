package dev.tollgate.edge.journal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// An edge that only ships what another one left (`TOLLGATE_EDGE_MODE=ship`).
@ConfigMapping(prefix = "tollgate.edge.ship")
interface ShipConfig {
    /// Longest time of an edge that only ships; what billing does not have by then is for the next one.
    @WithDefault("5m")
    Duration timeout();
}
