package dev.tollgate.billing.pricing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/// Where prices come from and when they take effect.
@ConfigMapping(prefix = "tollgate.billing.pricing")
interface PricingConfig {
    /// The catalogue file (env TOLLGATE_CATALOGUE).
    @WithDefault("config/catalogue.yaml")
    Path catalogue();

    /// How often the file and the newest version are looked at.
    @WithDefault("500ms")
    Duration poll();

    /// How far ahead a changed price takes effect (rules 11: at least 60 s).
    @WithDefault("60s")
    Duration notice();

    /// How long a superseded version stays in the published list.
    @WithDefault("10m")
    Duration superseded();
}
