package dev.tollgate.ratelimit.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long and how often Redis is asked.
@ConfigMapping(prefix = "tollgate.ratelimit.store")
public interface StoreConfig {
    /// Longest wait for one script, a repetition included; then the call is a 503.
    @WithDefault("500ms")
    Duration timeout();

    /// How many scripts of one batch run at once.
    @WithDefault("32")
    int parallel();
}
