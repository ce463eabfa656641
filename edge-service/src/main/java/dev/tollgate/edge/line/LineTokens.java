package dev.tollgate.edge.line;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/// The internal tokens, as a caller of batch and as one whom batch calls.
@Singleton
public class LineTokens {
    private final List<byte[]> accepted;
    private final String own;

    LineTokens(LineConfig config) {
        this.own = config.tokens().getFirst();
        this.accepted = config.tokens().stream()
                .map(token -> token.strip().getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /// The one that the edge sends.
    public String own() {
        return own;
    }

    /// Each is compared, so that time tells nothing.
    boolean accepts(String token) {
        byte[] given = token.strip().getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (byte[] one : accepted) {
            found |= MessageDigest.isEqual(one, given);
        }
        return found;
    }
}
