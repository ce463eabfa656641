package dev.tollgate.billing.redemption;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Bounds of redemption codes.
@ConfigMapping(prefix = "tollgate.billing.redemption")
interface RedemptionConfig {
    /// Codes in one batch at most.
    @WithDefault("1000")
    int batchMax();

    /// How many codes an account may try within `tries-window`, right ones and wrong ones; more are a 429.
    @WithDefault("20")
    int triesMax();

    /// How long tries of an account are counted together.
    @WithDefault("1h")
    Duration triesWindow();
}
