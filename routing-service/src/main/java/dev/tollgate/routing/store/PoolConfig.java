package dev.tollgate.routing.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Bounds of the wait for a connection to the database.
@ConfigMapping(prefix = "tollgate.routing.pool")
interface PoolConfig {
    /// Calls that may wait for a connection.
    @WithDefault("500")
    int waitingMax();

    /// How long each may wait.
    @WithDefault("5s")
    Duration waitMax();
}
