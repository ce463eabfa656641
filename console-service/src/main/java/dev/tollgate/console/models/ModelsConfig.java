package dev.tollgate.console.models;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// What the public list of models shows.
@ConfigMapping(prefix = "tollgate.console.models")
interface ModelsConfig {
    /// The group whose models and prices everybody sees: the one that new accounts are in.
    @WithDefault("default")
    String group();

    /// How long the list and the exchange table are kept before the services are asked again.
    @WithDefault("5s")
    Duration fresh();
}
