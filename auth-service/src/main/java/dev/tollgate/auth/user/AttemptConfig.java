package dev.tollgate.auth.user;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How often a password or a code may be guessed. Named as tokens' bounds are, which it was among.
@ConfigMapping(prefix = "tollgate.auth.token")
interface AttemptConfig {
    /// Failed logins in a row after which a user must wait.
    @WithDefault("10")
    int failuresMax();

    /// How long the user must wait then, from the last failure.
    @WithDefault("15m")
    Duration lockedFor();
}
