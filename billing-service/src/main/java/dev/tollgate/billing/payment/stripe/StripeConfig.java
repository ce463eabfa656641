package dev.tollgate.billing.payment.stripe;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How Stripe is reached, and how its calls are known.
@ConfigMapping(prefix = "tollgate.billing.payment.stripe")
interface StripeConfig {
    /// The secret key; without one, payments are off.
    Optional<String> secretKey();

    /// The webhook's signing secrets: two are valid at once, for rotation.
    Optional<List<String>> webhookSecrets();

    /// The API's address.
    @WithDefault("https://api.stripe.com")
    String apiBase();

    /// How long a connection may take to open.
    @WithDefault("5s")
    Duration connectTimeout();

    /// How long an answer may take.
    @WithDefault("10s")
    Duration readTimeout();

    /// How old a webhook call may be.
    @WithDefault("5m")
    Duration webhookMaxAge();

    /// Calls to Stripe at one time; more are refused at once.
    @WithDefault("16")
    int callsMax();
}
