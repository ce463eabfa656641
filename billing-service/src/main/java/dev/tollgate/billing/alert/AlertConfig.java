package dev.tollgate.billing.alert;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Delivery of spend alerts.
@ConfigMapping(prefix = "tollgate.billing.alert")
interface AlertConfig {
    /// How often what is due is looked for; also read by the scheduler.
    @WithDefault("5s")
    String deliverEvery();

    /// Deliveries of one round at most. By `concurrent-max` at once, each as long as its timeout, they must be through
    /// before `first-backoff`, when another replica may take them for lost.
    @WithDefault("16")
    int roundMax();

    /// Deliveries under way at once at most.
    @WithDefault("8")
    int concurrentMax();

    /// How long a target may take to answer.
    @WithDefault("10s")
    Duration timeout();

    /// When a delivery that failed is tried again; twice as long after each further try. Longer than the timeout.
    @WithDefault("30s")
    Duration firstBackoff();

    /// The longest time between two tries.
    @WithDefault("6h")
    Duration longestBackoff();

    /// After so many tries a delivery is given up.
    @WithDefault("15")
    int triesMax();

    /// Mails of one account's alerts within 24 hours at most; more wait.
    @WithDefault("100")
    int mailsPerDayMax();

    /// Targets of one account at most.
    @WithDefault("10")
    int targetsMax();

    /// Whether webhooks may lead into private networks and to this machine, and do without TLS: for trials only.
    @WithDefault("false")
    boolean allowPrivate();
}
