package dev.tollgate.edge.guard;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Bounds of what guardrails look at, and of the calls to operators' services.
@ConfigMapping(prefix = "tollgate.edge.guard")
interface GuardConfig {
    /// Words of one request or answer that guardrails look at, in characters: with more it is refused.
    @WithDefault("8M")
    MemorySize textMax();

    /// Characters up to which words are redacted on the event loop; more are given to a worker.
    @WithDefault("16K")
    MemorySize inlineMax();

    /// The largest body of a call to a guardrail's service: with a larger one it counts as failed.
    @WithDefault("2M")
    MemorySize callMax();

    /// The largest answer of a guardrail's service.
    @WithDefault("4M")
    MemorySize answerMax();

    /// Calls under way at a time, over all guardrails: one more counts as failed.
    @WithDefault("256")
    int callsMax();

    /// Connections to each guardrail's service.
    @WithDefault("64")
    int connectionsMax();

    /// The longest that a connection to a guardrail's service may take to be there.
    @WithDefault("2s")
    Duration connect();
}
