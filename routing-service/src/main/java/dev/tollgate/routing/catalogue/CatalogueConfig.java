package dev.tollgate.routing.catalogue;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/// Where the catalogue file is and how it is followed.
@ConfigMapping(prefix = "tollgate.routing.catalogue")
interface CatalogueConfig {
    /// The catalogue file.
    Path file();

    /// Between two looks at the file, at credential files and at Postgres.
    @WithDefault("500ms")
    Duration pollInterval();

    /// A larger file is refused.
    @WithDefault("8M")
    MemorySize fileMax();

    /// Longest wait for one call to Postgres.
    @WithDefault("5s")
    Duration storeTimeout();

    /// Deployments without a credential are served by the provider `demo`.
    @WithDefault("false")
    boolean demoAll();
}
