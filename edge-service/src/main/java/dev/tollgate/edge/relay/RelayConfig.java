package dev.tollgate.edge.relay;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Bounds of an answer.
@ConfigMapping(prefix = "tollgate.edge.relay")
public interface RelayConfig {
    /// Silence on a committed stream after which the client is sent a comment.
    @WithDefault("15s")
    Duration keepAlive();

    /// The largest plain answer. It is held whole, so that an answer that breaks off can still fall back.
    @WithDefault("32M")
    MemorySize plainMax();

    /// The longest that a stream is drained for its usage after the client has left.
    @WithDefault("2m")
    Duration drain();
}
