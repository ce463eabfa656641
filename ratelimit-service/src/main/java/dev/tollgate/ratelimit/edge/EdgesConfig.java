package dev.tollgate.ratelimit.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// For how long an edge counts.
@ConfigMapping(prefix = "tollgate.ratelimit.edges")
interface EdgesConfig {
    /// An edge not heard for so long counts no more.
    @WithDefault("30s")
    Duration memory();

    /// How often one edge is noted in Redis.
    @WithDefault("2s")
    Duration noteEvery();
}
