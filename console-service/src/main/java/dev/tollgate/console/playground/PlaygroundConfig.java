package dev.tollgate.console.playground;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// How the playground calls the gateway.
@ConfigMapping(prefix = "tollgate.console.playground")
interface PlaygroundConfig {
    /// The gateway's base URL as the console reaches it; the brand's `api-url` when it is the same.
    Optional<String> edgeUrl();

    /// How long a key of the playground lasts. It is made anew when it is needed again.
    @WithDefault("1h")
    Duration keyFor();

    /// How many answers one console passes on at the same time; more are refused.
    @WithDefault("64")
    int maxAnswers();

    /// How long the gateway may say nothing before an answer is given up.
    @WithDefault("2m")
    Duration idleTimeout();
}
