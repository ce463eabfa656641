package dev.tollgate.edge.pipeline;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Bounds of a request at the door.
@ConfigMapping(prefix = "tollgate.edge.pipeline")
public interface PipelineConfig {
    /// Streams under way at a time; more are told to come back.
    @WithDefault("50000")
    int streamsMax();
}
