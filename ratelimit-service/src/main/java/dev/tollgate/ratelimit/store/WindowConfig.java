package dev.tollgate.ratelimit.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How is counted (rules 15). Every instance must have the same figures.
@ConfigMapping(prefix = "tollgate.ratelimit.window")
public interface WindowConfig {
    /// The minute of "requests per minute"; shorter in tests only.
    @WithDefault("60s")
    Duration length();

    /// Large limits are counted in buckets of this width, each counted whole.
    @WithDefault("1s")
    Duration bucket();

    /// An RPM up to this is counted exactly, request by request.
    @WithDefault("120")
    long logMax();

    /// How long an edge may use a slice; also the part of a limit that one slice may hold.
    @WithDefault("200ms")
    Duration sliceValidity();

    /// A concurrency permit that is not renewed ends after this.
    @WithDefault("30s")
    Duration concurrencyLifetime();

    /// A refusal is remembered so long for those who ask again with the same request id.
    @WithDefault("5s")
    Duration refusalMemory();
}
