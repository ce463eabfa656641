package dev.tollgate.billing.receipt;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// How receipts are signed.
@ConfigMapping(prefix = "tollgate.billing.receipt")
interface ReceiptConfig {
    /// Ed25519 keys, `id:base64 of 32 bytes` by commas, newest first; none: receipts are not signed.
    Optional<String> keys();

    /// A key signs when its public half has been shown for so long.
    @WithDefault("24h")
    Duration notice();

    /// How often keys that are new in the configuration are published; also read by the scheduler.
    @WithDefault("1h")
    String publishEvery();
}
