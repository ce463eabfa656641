package dev.tollgate.edge.key;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long, and how many, verdicts are kept.
@ConfigMapping(prefix = "tollgate.edge.key")
interface KeyConfig {
    /// How long a verdict is used without asking; it is refreshed in the background in its last quarter.
    @WithDefault("60s")
    Duration ttl();

    /// The same while auth's changes are not heard.
    @WithDefault("10s")
    Duration ttlUnheard();

    /// How long after auth's last verdict a key goes on working while auth is down.
    @WithDefault("10m")
    Duration outageGrace();

    /// How long a hash is taken to be unknown.
    @WithDefault("5s")
    Duration unknownTtl();

    /// Most known keys held.
    @WithDefault("100000")
    long knownMax();

    /// Most unknown hashes held.
    @WithDefault("10000")
    long unknownMax();

    /// Most keys, accounts and groups whose last change is remembered.
    @WithDefault("20000")
    int changesMax();

    /// Most look-ups under way; beyond it a key that is not known gets 503.
    @WithDefault("1000")
    int lookupsMax();

    /// Between two attempts to refresh one verdict.
    @WithDefault("1s")
    Duration refreshPause();

    /// What a 503 tells the caller to wait.
    @WithDefault("1s")
    Duration retryAfter();
}
