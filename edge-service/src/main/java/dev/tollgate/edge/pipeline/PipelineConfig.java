package dev.tollgate.edge.pipeline;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Bounds of a request at the door.
@ConfigMapping(prefix = "tollgate.edge.pipeline")
public interface PipelineConfig {
    /// Streams under way at a time; more are told to come back.
    @WithDefault("50000")
    int streamsMax();

    /// The longest time to the first byte that a caller may ask for in `x-tollgate-timeout-ms`.
    @WithDefault("10m")
    Duration timeoutMax();
}
