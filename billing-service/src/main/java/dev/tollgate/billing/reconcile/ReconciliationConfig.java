package dev.tollgate.billing.reconcile;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Bounds of what is compared.
@ConfigMapping(prefix = "tollgate.billing.reconciliation")
interface ReconciliationConfig {
    /// Longest export, in bytes.
    @WithDefault("6M")
    MemorySize exportMax();
}
