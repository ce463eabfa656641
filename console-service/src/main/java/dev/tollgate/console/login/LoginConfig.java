package dev.tollgate.console.login;

import io.smallrye.config.ConfigMapping;

/// How operators prove who they are.
@ConfigMapping(prefix = "tollgate.console.login")
interface LoginConfig {
    /// The admin token, from a Secret; there is no default.
    java.util.Optional<String> adminToken();
}
