package dev.tollgate.console.usage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How large exports may be.
@ConfigMapping(prefix = "tollgate.console.usage")
interface ExportConfig {
    /// Records in one CSV export; its last line tells when there were more.
    @WithDefault("1000000")
    long csvRowsMax();
}
