package dev.tollgate.edge.credit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How the edge asks for credit.
@ConfigMapping(prefix = "tollgate.edge.credit")
interface CreditConfig {
    /// Asks that fall due within it travel together.
    @WithDefault("3ms")
    Duration batchInterval();

    /// Longest wait of a request for a lease; then 503.
    @WithDefault("2500ms")
    Duration askWait();

    /// Wait for credit that others were told to give back, before the one retry.
    @WithDefault("150ms")
    Duration recallWait();

    /// A lease that nobody used for so long is closed.
    @WithDefault("60s")
    Duration idleClose();

    /// Longest pause of a stream for more credit.
    @WithDefault("2s")
    Duration pauseMax();

    /// A request is ended this long before its hold lapses (rules 1).
    @WithDefault("30s")
    Duration endBeforeHold();

    /// Leases at a time.
    @WithDefault("20000")
    int leasesMax();

    /// Requests that wait for one lease; more get 503.
    @WithDefault("10000")
    int waitingMax();

    /// Pairs of key and model whose output is learned.
    @WithDefault("20000")
    int learnedMax();
}
