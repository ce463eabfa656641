package dev.tollgate.billing.pricing;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
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

    /// Longest draft, in bytes.
    @WithDefault("1M")
    MemorySize draftMax();

    /// Longest `model_prices` file, in bytes.
    @WithDefault("6M")
    MemorySize importMax();

    /// What a credit is worth when prices in USD are imported, or a provider's bill in USD is compared.
    @WithDefault("0.12")
    BigDecimal usdPerCredit();

    /// Longest period that is replayed at other prices.
    @WithDefault("31d")
    Duration replayMax();

    /// Most records that one replay reads; a longer period must be replayed in parts.
    @WithDefault("5000000")
    long replayRecordsMax();
}
