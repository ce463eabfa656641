package dev.tollgate.edge.key;

import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.auth.v1.KeyFormat;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keys for tests.
final class Keys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Keys() {}

    static String secret() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return KeyFormat.write(bytes);
    }

    static KeyContext context(String keyId) {
        return with(keyId, KeyStatus.ACTIVE, AccountStatus.ACTIVE, null, List.of(), List.of());
    }

    static KeyContext of(
            KeyStatus status,
            AccountStatus account,
            @Nullable Long expiresAt,
            List<String> scopes,
            List<String> ipAllow) {
        return with("key_1", status, account, expiresAt, scopes, ipAllow);
    }

    static KeyContext with(String keyId, KeyStatus status, AccountStatus account) {
        return with(keyId, status, account, null, List.of(), List.of());
    }

    private static KeyContext with(
            String keyId,
            KeyStatus status,
            AccountStatus account,
            @Nullable Long expiresAt,
            List<String> scopes,
            List<String> ipAllow) {
        return new KeyContext(
                keyId,
                "acct_" + keyId,
                "default",
                status,
                account,
                expiresAt,
                scopes,
                null,
                ipAllow,
                RateLimits.NONE,
                RateLimits.NONE,
                List.of());
    }
}
