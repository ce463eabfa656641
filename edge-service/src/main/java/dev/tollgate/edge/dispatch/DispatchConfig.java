package dev.tollgate.edge.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How attempts are made, and when a deployment is left alone.
@ConfigMapping(prefix = "tollgate.edge.dispatch")
public interface DispatchConfig {
    /// Attempts of one request, over all deployments.
    @WithDefault("4")
    int attemptsMax();

    /// Failures in a row after which a deployment's breaker opens.
    @WithDefault("5")
    int breakerFailures();

    /// How long it stays open; then one request at a time may try.
    @WithDefault("5s")
    Duration breakerDelay();

    /// How long others wait for that one's verdict before the next may try.
    @WithDefault("10s")
    Duration probeMax();

    /// How long the body of an error answer is read.
    @WithDefault("5s")
    Duration errorBody();

    /// Cooldown after a 429 that names no time.
    @WithDefault("5s")
    Duration cooldown();

    /// Connections to one provider's address, per event loop: each open stream has one.
    @WithDefault("16384")
    int connectionsMax();

    /// Requests that wait for a connection, per event loop and address.
    @WithDefault("1024")
    int waitersMax();
}
