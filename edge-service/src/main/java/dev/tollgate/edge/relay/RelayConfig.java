package dev.tollgate.edge.relay;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Bounds of an answer. What is timed is looked at four times a second.
@ConfigMapping(prefix = "tollgate.edge.relay")
public interface RelayConfig {
    /// Silence on a committed stream after which the client is sent a comment.
    @WithDefault("15s")
    Duration keepAlive();

    /// The largest plain answer. It is held whole, so that an answer that breaks off can still fall back; a larger
    /// one is a failed attempt. Ten pictures in base64, or 2,048 long vectors, take some 50 MiB.
    @WithDefault("64M")
    MemorySize plainMax();

    /// The largest event of a stream, held whole until its end has come; a larger one breaks the stream off. A large
    /// picture in base64 takes some 27 MiB.
    @WithDefault("32M")
    MemorySize eventMax();

    /// The longest that a stream is drained for its usage after the client has left.
    @WithDefault("2m")
    Duration drain();

    /// The longest that a provider may keep its connection open behind the last event of a stream; then it is
    /// reset.
    @WithDefault("1s")
    Duration endGrace();

    /// The longest that a stream is held back for credit: a net under credit's own pause.
    @WithDefault("5s")
    Duration creditWait();
}
