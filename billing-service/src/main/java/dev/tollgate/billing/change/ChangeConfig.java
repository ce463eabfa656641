package dev.tollgate.billing.change;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// The change feed's memory and its door bell.
@ConfigMapping(prefix = "tollgate.billing.change")
interface ChangeConfig {
    /// How many changes the feed remembers at least; an asker further behind is told to drop all it has.
    @WithDefault("10000")
    int kept();

    /// How often older changes are removed; also read by the scheduler.
    @WithDefault("10m")
    String pruneEvery();

    /// How long the door bell may take.
    @WithDefault("1s")
    Duration announceTimeout();
}
