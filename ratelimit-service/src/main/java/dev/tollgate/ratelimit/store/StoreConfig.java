package dev.tollgate.ratelimit.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long and how often Redis is asked.
@ConfigMapping(prefix = "tollgate.ratelimit.store")
public interface StoreConfig {
    /// Longest wait for one script, a repetition included; then the call is a 503.
    @WithDefault("500ms")
    Duration timeout();

    /// How many scripts of one batch run at once.
    @WithDefault("32")
    int parallel();

    /// Connections that are kept and shared by all calls, to each node on a cluster. Less than Redis' pool has.
    @WithDefault("8")
    int connections();

    /// How often each connection is used at least: well under `quarkus.redis.tcp.read-idle-timeout`.
    @WithDefault("500ms")
    Duration keepEvery();

    /// After so many failures in a row, calls are refused without asking Redis.
    @WithDefault("16")
    int failuresMax();

    /// How often Redis is tried while it is away.
    @WithDefault("100ms")
    Duration probeEvery();
}
