package dev.tollgate.inner;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tokens that inner calls may carry. Scoped, so that it is made when the configuration is there.
@ApplicationScoped
public class InternalTokens {
    private final List<byte[]> accepted;

    public InternalTokens(InternalConfig config) {
        accepted = config.tokens().stream().map(InternalTokens::digest).toList();
    }

    /// Compares digests with each accepted token, none left out, so that time tells nothing.
    public boolean accepts(@Nullable String token) {
        byte[] given = digest(token == null ? "" : token);
        boolean found = false;
        for (byte[] one : accepted) {
            found |= MessageDigest.isEqual(one, given);
        }
        return found;
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.strip().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
