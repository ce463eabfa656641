package dev.tollgate.auth.key;

import dev.tollgate.contract.auth.v1.KeyFormat;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;

/// Makes the secrets of keys: 256 random bits each.
@ApplicationScoped
class KeySecrets {
    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return KeyFormat.write(bytes);
    }
}
