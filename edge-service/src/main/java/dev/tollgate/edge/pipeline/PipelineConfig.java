package dev.tollgate.edge.pipeline;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Bounds of a request at the door.
@ConfigMapping(prefix = "tollgate.edge.pipeline")
public interface PipelineConfig {
    /// The largest JSON body.
    @WithDefault("32M")
    MemorySize bodyMax();

    /// How long a client may take to send its body.
    @WithDefault("60s")
    Duration bodyTimeout();

    /// Streams under way at a time; more are told to come back.
    @WithDefault("50000")
    int streamsMax();
}
