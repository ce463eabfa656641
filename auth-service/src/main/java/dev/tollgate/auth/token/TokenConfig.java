package dev.tollgate.auth.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Bounds of tokens and logins.
@ConfigMapping(prefix = "tollgate.auth.token")
interface TokenConfig {
    /// How long a login lasts.
    @WithDefault("12h")
    Duration sessionFor();

    /// How long a personal access token lasts when its maker does not say.
    @WithDefault("90d")
    Duration personalFor();

    /// The longest that a personal access token may last.
    @WithDefault("366d")
    Duration personalMax();

    /// Most tokens and sessions that are valid at once, per user.
    @WithDefault("100")
    int perUser();
}
