package dev.tollgate.routing.catalogue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What management may declare beside the catalogue file.
@ConfigMapping(prefix = "tollgate.routing.managed")
interface ManagedConfig {
    /// Whether a provider's address may lead to this machine; never to link-local or metadata addresses.
    @WithDefault("false")
    boolean allowLoopback();

    /// Most objects of one kind; deleted ones count.
    @WithDefault("2000")
    int objectsMax();
}
