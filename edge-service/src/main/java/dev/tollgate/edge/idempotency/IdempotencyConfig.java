package dev.tollgate.edge.idempotency;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// What is kept for requests with an `Idempotency-Key`, and for how long.
@ConfigMapping(prefix = "tollgate.edge.idempotency")
public interface IdempotencyConfig {
    /// How long an answer is given again.
    @WithDefault("24h")
    Duration kept();

    /// The largest answer that is kept.
    @WithDefault("1M")
    MemorySize answerMax();

    /// The largest answer to a batch's line that is kept, until its batch has it: batch takes no larger ones
    /// (`tollgate.batch.runner.answer-max`).
    @WithDefault("8M")
    MemorySize lineMax();

    /// How long a request may be under way before its name is free again: longer than any request takes, so that it
    /// matters only when an edge has died.
    @WithDefault("15m")
    Duration runningMax();

    /// How long Redis may take to answer.
    @WithDefault("1s")
    Duration redisTimeout();
}
