package dev.tollgate.edge.cache;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Bounds of the cache of answers. Whether a group has one, for how long, and what it costs, the catalogue says.
@ConfigMapping(prefix = "tollgate.edge.cache")
public interface CacheConfig {
    /// How long a request waits for Redis; after that it is a miss.
    @WithDefault("25ms")
    Duration readTimeout();

    /// How long Redis may take to keep an answer. Nobody waits for it.
    @WithDefault("1s")
    Duration writeTimeout();

    /// How long Redis is left alone after it did not answer; until then every request is a miss at once.
    @WithDefault("1s")
    Duration pause();

    /// Answers on their way to Redis at a time; more are not kept.
    @WithDefault("64")
    int writesMax();

    /// Bytes of all answers that are being recorded at a time; what goes beyond is not kept.
    @WithDefault("64M")
    MemorySize recordingMax();
}
