package dev.tollgate.edge.realtime;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Bounds of realtime sessions.
@ConfigMapping(prefix = "tollgate.edge.realtime")
interface RealtimeConfig {
    /// Longest message of either side; a longer one ends the session with close code 1009.
    @WithDefault("16M")
    MemorySize messageMax();

    /// A session in which neither side said anything for so long is ended.
    @WithDefault("10m")
    Duration idleMax();

    /// Longest session.
    @WithDefault("60m")
    Duration sessionMax();

    /// Between two pings of each side; one that is silent for three of them is gone.
    @WithDefault("20s")
    Duration pingInterval();

    /// How often a session's limits and its credit for the next response are looked at.
    @WithDefault("1s")
    Duration lookInterval();

    /// How long a provider is waited for, when a session ends amid a response, to tell what it used.
    @WithDefault("2s")
    Duration usageWait();

    /// At shutdown, how long responses under way may take to their end, beyond the time that all requests have;
    /// sessions at rest are closed when it begins.
    @WithDefault("2s")
    Duration drainGrace();

    /// Responses of one session that may be asked for or under way at a time.
    @WithDefault("16")
    int responsesMax();
}
