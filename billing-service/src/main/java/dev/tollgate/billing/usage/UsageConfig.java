package dev.tollgate.billing.usage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How usage is taken in and kept.
@ConfigMapping(prefix = "tollgate.billing.usage")
interface UsageConfig {
    /// Frames in one batch.
    @WithDefault("2000")
    int framesMax();

    /// How long records are kept. A frame that is older than this, less the margin, is quarantined: its first copy
    /// may be gone (rules 9).
    @WithDefault("400d")
    Duration retention();

    /// See retention.
    @WithDefault("7d")
    Duration retentionMargin();

    /// How often days past the retention are looked for; also read by the scheduler.
    @WithDefault("1h")
    String retainEvery();

    /// Accounts, keys, groups and models in one question for a day's counts.
    @WithDefault("1000")
    int dayCountsMax();

    /// How far an edge's clock may be ahead before its frames are quarantined.
    @WithDefault("1h")
    Duration aheadMax();

    /// Days whose partitions are made ahead.
    @WithDefault("3")
    int partitionsAhead();

    /// How often partitions are made ahead; also read by the scheduler.
    @WithDefault("1h")
    String partitionEvery();

    /// A price version is accepted this long before and after its term (rules 11).
    @WithDefault("5s")
    Duration priceTermSlack();

    /// Requests in flight that have no open lease become records after this long without a frame.
    @WithDefault("11m")
    Duration quietMax();

    /// How often those are looked for; also read by the scheduler.
    @WithDefault("30s")
    String quietEvery();
}
