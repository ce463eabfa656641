package dev.tollgate.edge.peers;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How the edge follows the inner services.
@ConfigMapping(prefix = "tollgate.edge.peers")
interface PeersConfig {
    /// Between two "since revision n?" calls to one service.
    @WithDefault("500ms")
    Duration pollInterval();

    /// Longest wait for one such answer, whatever the client's own timeout says.
    @WithDefault("2s")
    Duration pollTimeout();

    /// Between two attempts to listen on Redis again.
    @WithDefault("1s")
    Duration bellRetry();

    /// A feed that was not heard for so long is stale (rules 12).
    @WithDefault("5s")
    Duration staleAfter();
}
