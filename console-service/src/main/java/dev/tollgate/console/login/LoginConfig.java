package dev.tollgate.console.login;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/// How operators prove who they are.
@ConfigMapping(prefix = "tollgate.console.login")
interface LoginConfig {
    /// The admin token, from a Secret; there is no default. Two, with a comma between, are valid at once, for
    /// rotation.
    Optional<List<String>> adminToken();
}
