package dev.tollgate.edge.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Which requests are logged.
@ConfigMapping(prefix = "tollgate.edge.access")
public interface AccessConfig {
    /// Which requests get a line when they end: `all`, `errors` (status 500 and above, and streams that broke) or
    /// `none`.
    @WithDefault("errors")
    Which log();

    /// See [#log].
    enum Which {
        ALL,
        ERRORS,
        NONE
    }
}
