package dev.tollgate.auth.totp;

import dev.tollgate.contract.auth.v1.TokenFormat;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.stream.Stream;

/// What stands in for an authenticator, once: 80 random bits, so that a plain hash of it tells nothing.
final class RecoveryCode {
    static final int COUNT = 10;

    private static final int BYTES = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RecoveryCode() {}

    /// As it is shown: `abcd-efgh-ijkl-mnop`.
    static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base32.write(bytes).toLowerCase(Locale.ROOT).replaceAll("(.{4})(?!$)", "$1-");
    }

    /// As it is stored; whoever types it may leave out what is between, and use capitals.
    static String hash(String userId, String code) {
        return TokenFormat.hash(userId + ":" + code.toLowerCase(Locale.ROOT).replaceAll("[^a-z2-7]", ""));
    }

    static String[] hashes(String userId, Stream<String> codes) {
        return codes.map(code -> hash(userId, code)).toArray(String[]::new);
    }
}
