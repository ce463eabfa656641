package dev.tollgate.edge.batch;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/// How the edge passes files and batches on.
@ConfigMapping(prefix = "tollgate.edge.batch")
public interface BatchConfig {
    /// Where batch is.
    @WithDefault("http://127.0.0.1:8170")
    URI url();

    /// The largest body that is passed on: a file, and the form around it.
    @WithDefault("208M")
    MemorySize bodyMax();

    /// Calls under way at once, and as many again that wait: more are refused for now.
    @WithDefault("64")
    int callsMax();

    /// How long a connection may take.
    @WithDefault("500ms")
    Duration connectTimeout();

    /// How long neither side may send anything.
    @WithDefault("60s")
    Duration idle();
}
