package dev.tollgate.console.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The tokens that operators may show. Each is compared, in constant time, whether or not one before it fits.
final class AdminTokens {
    private static final int FINGERPRINT_BYTES = 4;

    private final List<byte[]> accepted;

    AdminTokens(List<String> tokens) {
        this.accepted = tokens.stream()
                .map(String::strip)
                .filter(token -> !token.isEmpty())
                .map(token -> token.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /// The actor that this token stands for, or nothing when it is none of ours.
    Optional<String> actor(String token) {
        byte[] given = token.getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (byte[] one : accepted) {
            found |= MessageDigest.isEqual(one, given);
        }
        return found ? Optional.of("admin:" + fingerprint(given)) : Optional.empty();
    }

    /// Enough of the hash to tell tokens apart, far too little to find one.
    private static String fingerprint(byte[] token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token);
            return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
