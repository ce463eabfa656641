package dev.tollgate.edge.health;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How an edge tells of the health of deployments, and hears of it.
@ConfigMapping(prefix = "tollgate.edge.health")
interface HealthConfig {
    /// Whether health is shared at all: without, each edge judges by what it sees itself.
    @WithDefault("true")
    boolean shared();

    /// Between two questions for what other edges have seen. A breaker that opens or closes and a cooldown are told
    /// at once.
    @WithDefault("500ms")
    Duration interval();

    /// Between two reports of counts, and two looks at what the metrics show.
    @WithDefault("5s")
    Duration countsInterval();

    /// Deployments of one report; the others wait for the next.
    @WithDefault("500")
    int reportMax();
}
