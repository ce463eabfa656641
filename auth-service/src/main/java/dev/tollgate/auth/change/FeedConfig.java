package dev.tollgate.auth.change;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Bounds of the change feed.
@ConfigMapping(prefix = "tollgate.auth.change")
interface FeedConfig {
    /// Changes that are kept; who is further behind drops all it has cached.
    @WithDefault("10000")
    long keep();

    /// Most changes of one answer; the next page is asked with its `revision`.
    @WithDefault("1000")
    int pageMax();
}
