package dev.tollgate.billing.lease;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long leases last and how large they get.
@ConfigMapping(prefix = "tollgate.billing.lease")
interface LeaseConfig {
    /// How long an edge may reserve under a lease after its latest ask.
    @WithDefault("60s")
    Duration spendFor();

    /// How much longer the hold stays, for usage that is still under way (rules 1).
    @WithDefault("10m")
    Duration holdAfter();

    /// What a caller is told to wait when credit is there but held.
    @WithDefault("1s")
    Duration retryAfter();

    /// At most one recall per account in this time.
    @WithDefault("100ms")
    Duration recallInterval();

    /// Needs, in all asks of one call.
    @WithDefault("10000")
    int needsMax();

    /// Asks in one call.
    @WithDefault("1000")
    int asksMax();

    /// How often leases past their hold are looked for; also read by the scheduler.
    @WithDefault("1s")
    String expireEvery();

    /// Leases that one round of the expiry closes.
    @WithDefault("200")
    int expireMax();

    /// How long a closed lease is kept for a repeated closing ask.
    @WithDefault("1h")
    Duration closedKept();
}
