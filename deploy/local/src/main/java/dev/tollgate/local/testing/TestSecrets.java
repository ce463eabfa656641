package dev.tollgate.local.testing;

import java.util.Map;

/// The secrets that every service under test shares, so that a test can call any inner path.
public final class TestSecrets {

    /// The value of `x-tollgate-internal-token`.
    public static final String INTERNAL_TOKEN = "test-internal-token";

    /// One master key, id `test`, of 32 known bytes.
    public static final String MASTER_KEYS = "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private TestSecrets() {}

    public static Map<String, String> asConfig() {
        return Map.of("tollgate.internal.tokens", INTERNAL_TOKEN, "tollgate.master-keys", MASTER_KEYS);
    }
}
