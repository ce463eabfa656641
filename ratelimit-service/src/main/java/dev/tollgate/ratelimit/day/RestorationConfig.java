package dev.tollgate.ratelimit.day;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How daily counts are brought back.
@ConfigMapping(prefix = "tollgate.ratelimit.restoration")
interface RestorationConfig {
    /// Between two calls to billing, if there is anything to ask.
    @WithDefault("200ms")
    Duration every();

    /// Most subjects of one call.
    @WithDefault("500")
    int batchMax();

    /// Most subjects that wait; those above are seen again at their next request.
    @WithDefault("50000")
    int waitingMax();

    /// After a failed call, billing is left alone so long.
    @WithDefault("2s")
    Duration pause();
}
