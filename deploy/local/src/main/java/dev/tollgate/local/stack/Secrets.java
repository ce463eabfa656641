package dev.tollgate.local.stack;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What the processes of one stack share and nobody else may know; made once, kept in `secrets`.
///
/// @param masterKeys in the form of `MasterKeys.parse`
/// @param receiptKeys in the form of `SigningKey.parse`
/// @param stripeWebhook what the fake Stripe signs its events with
record Secrets(
        String internalToken, String masterKeys, String receiptKeys, String postgresPassword, String stripeWebhook) {

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    static Secrets in(Path directory) {
        PrivateFile file = new PrivateFile(directory.resolve("secrets"));
        Map<String, String> values = file.read();
        if (!values.keySet()
                .containsAll(List.of(
                        "internal_token", "master_keys", "receipt_keys", "postgres_password", "stripe_webhook"))) {
            values.putIfAbsent("internal_token", random());
            values.putIfAbsent("master_keys", "k1:" + Base64.getEncoder().encodeToString(bytes()));
            values.putIfAbsent("receipt_keys", "k1:" + Base64.getEncoder().encodeToString(bytes()));
            values.putIfAbsent("postgres_password", random());
            values.putIfAbsent("stripe_webhook", "whsec_" + random());
            file.write(values);
        }
        return new Secrets(
                Objects.requireNonNull(values.get("internal_token")),
                Objects.requireNonNull(values.get("master_keys")),
                Objects.requireNonNull(values.get("receipt_keys")),
                Objects.requireNonNull(values.get("postgres_password")),
                Objects.requireNonNull(values.get("stripe_webhook")));
    }

    static String random() {
        return HexFormat.of().formatHex(bytes());
    }

    @Override
    public String toString() {
        return "Secrets[…]";
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
