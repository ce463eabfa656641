package dev.tollgate.edge.drain;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long a stopping edge takes.
@ConfigMapping(prefix = "tollgate.edge.drain")
interface DrainConfig {
    /// How long requests under way may take to their end (`TOLLGATE_SHUTDOWN_TIMEOUT`); what lasts longer is cut.
    @WithDefault("10s")
    Duration timeout();

    /// No client was left with a connection that it may use again for so long (`TOLLGATE_SHUTDOWN_DELAY`): before
    /// that, the edge does not close.
    @WithDefault("0s")
    Duration quiet();

    /// How long requests that are cut may take to tell their callers and the books.
    @WithDefault("5s")
    Duration lastWords();
}
