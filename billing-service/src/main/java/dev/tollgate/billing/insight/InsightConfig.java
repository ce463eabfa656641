package dev.tollgate.billing.insight;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// When an account is told that its credit runs low.
@ConfigMapping(prefix = "tollgate.billing.insight")
interface InsightConfig {
    /// An account with less free credit than this, in nano-credits, is low.
    @WithDefault("5000000000")
    long lowBelow();

    /// So is one whose free credit lasts for fewer days than this, at the pace of the last seven.
    @WithDefault("3")
    int lowDays();
}
