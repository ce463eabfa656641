package dev.tollgate.edge.catalogue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How the edge keeps its snapshot current.
@ConfigMapping(prefix = "tollgate.edge.catalogue")
interface CatalogueConfig {
    /// A fetch that failed, or a part that waits for its other half, is tried again after this.
    @WithDefault("500ms")
    Duration retryInterval();

    /// Both parts are asked for (conditionally) this often even when no change was told.
    @WithDefault("10s")
    Duration refreshInterval();
}
