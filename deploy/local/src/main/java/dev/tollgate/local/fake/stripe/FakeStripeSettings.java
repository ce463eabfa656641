package dev.tollgate.local.fake.stripe;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// @param secretKey the only key accepted, `sk_test_…`
/// @param webhookSecrets each signs every event, as Stripe does while a secret is rolled
/// @param webhookUrl where events go; null keeps them for whoever asks
/// @param stateFile what outlives a restart; null for none
public record FakeStripeSettings(
        String secretKey,
        List<String> webhookSecrets,
        @Nullable URI webhookUrl,
        @Nullable Path stateFile) {
    public FakeStripeSettings {
        webhookSecrets = List.copyOf(webhookSecrets);
    }

    /// Reads `FAKE_STRIPE_KEY`, `FAKE_STRIPE_WEBHOOK_SECRET`, `FAKE_STRIPE_WEBHOOK_URL`, `FAKE_STRIPE_STATE`; null
    /// without a key.
    public static @Nullable FakeStripeSettings read(Map<String, String> environment) {
        String key = environment.getOrDefault("FAKE_STRIPE_KEY", "");
        if (key.isEmpty()) {
            return null;
        }
        String url = environment.get("FAKE_STRIPE_WEBHOOK_URL");
        String state = environment.get("FAKE_STRIPE_STATE");
        return new FakeStripeSettings(
                key,
                List.of(environment.getOrDefault("FAKE_STRIPE_WEBHOOK_SECRET", "whsec_fake")),
                url == null ? null : URI.create(url),
                state == null ? null : Path.of(state));
    }
}
