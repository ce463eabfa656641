package dev.tollgate.auth.profile;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long links of users' own changes work.
@ConfigMapping(prefix = "tollgate.auth.profile")
interface ProfileConfig {
    /// A link by which a forgotten password is replaced.
    @WithDefault("1h")
    Duration resetFor();

    /// A link by which another address is confirmed.
    @WithDefault("24h")
    Duration emailFor();
}
