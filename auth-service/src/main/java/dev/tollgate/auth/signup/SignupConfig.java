package dev.tollgate.auth.signup;

import dev.tollgate.contract.auth.v1.SignupMode;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Who may become a user by himself, and what he gets.
@ConfigMapping(prefix = "tollgate.auth.signup")
interface SignupConfig {
    /// `open`: anybody; `invitation`: who was invited; `off`: nobody.
    @WithDefault("off")
    SignupMode mode();

    /// The group of the account that a new user gets.
    @WithDefault("default")
    String group();

    /// How long a sign-up waits to be confirmed.
    @WithDefault("24h")
    Duration linkFor();
}
