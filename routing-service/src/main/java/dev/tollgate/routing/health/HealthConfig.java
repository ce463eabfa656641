package dev.tollgate.routing.health;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How what edges tell is put together.
@ConfigMapping(prefix = "tollgate.routing.health")
interface HealthConfig {
    /// Edges are answered from what was read at most so long ago, so that their number does not weigh on Postgres.
    @WithDefault("200ms")
    Duration readInterval();

    /// An edge that told nothing of a deployment for so long has no opinion of it any more.
    @WithDefault("30s")
    Duration staleAfter();

    /// For how long a deployment's probing is lent to an edge.
    @WithDefault("15s")
    Duration probeLease();

    /// Deployments of one report; more are refused.
    @WithDefault("1000")
    int reportMax();
}
