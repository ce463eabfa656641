package dev.tollgate.edge.aside;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How much an edge does aside of requests.
@ConfigMapping(prefix = "tollgate.edge.aside")
interface AsideConfig {
    /// Copies for shadows that are under way at once; more are dropped.
    @WithDefault("64")
    int shadowsMax();

    /// A larger request is not copied.
    @WithDefault("256K")
    MemorySize shadowBodyMax();

    /// No more of a shadow's answer is read.
    @WithDefault("4M")
    MemorySize answerMax();

    /// No copy is made while an event loop comes so late to what it has to do.
    @WithDefault("50ms")
    Duration busyAfter();
}
