package dev.tollgate.edge.endpoint;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Bounds of a body at the door.
@ConfigMapping(prefix = "tollgate.edge.intake")
public interface IntakeConfig {
    /// The largest JSON body.
    @WithDefault("32M")
    MemorySize bodyMax();

    /// How long a client may take to send its body.
    @WithDefault("60s")
    Duration bodyTimeout();
}
