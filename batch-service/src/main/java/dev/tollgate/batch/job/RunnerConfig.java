package dev.tollgate.batch.job;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/// How lines are run.
@ConfigMapping(prefix = "tollgate.batch.runner")
public interface RunnerConfig {
    /// Where the edge is: lines go the way of all requests.
    @WithDefault("http://127.0.0.1:8080")
    URI edgeUrl();

    /// Lines that this replica has under way at once.
    @WithDefault("16")
    int concurrency();

    /// Lines that one batch is given at a time, before it is another's turn.
    @WithDefault("8")
    int turn();

    /// How long an answer may take: longer than the edge waits for a provider.
    @WithDefault("11m")
    Duration lineTimeout();

    /// The largest answer: the edge keeps answers of lines up to the same size (`tollgate.edge.idempotency.line-max`).
    @WithDefault("8M")
    MemorySize answerMax();

    /// How often a line is asked again after errors that are nobody's limit.
    @WithDefault("5")
    int triesMax();

    /// How long a line belongs to a replica that does not say that it still has it.
    @WithDefault("30s")
    Duration lease();

    /// Between two looks for something to do.
    @WithDefault("500ms")
    Duration idle();

    /// When a batch whose credit is at its end asks again.
    @WithDefault("30s")
    Duration creditPause();

    /// The longest wait before a line is asked again.
    @WithDefault("5m")
    Duration pauseMax();
}
