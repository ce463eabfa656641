package dev.tollgate.contract.auth.v1;

/// The form of tokens for the management API: a prefix, 43 base62 characters of 256 random bits, 6 of their CRC32.
/// Stored, like keys, only as SHA-256.
public final class TokenFormat {
    /// Personal access tokens.
    public static final String PERSONAL = "tgp_";
    /// What a login gives.
    public static final String SESSION = "tgs_";
    /// What a link in a mail carries; no token for the management API.
    public static final String MAIL = "tgm_";

    private TokenFormat() {}

    /// Writes a token of these 32 random bytes.
    public static String write(String prefix, byte[] random) {
        return KeyFormat.write(prefix, random);
    }

    /// Whether the text could be a token of ours: form and checksum are right.
    public static boolean isWellFormed(String token) {
        return KeyFormat.isWellFormed(PERSONAL, token) || KeyFormat.isWellFormed(SESSION, token);
    }

    /// Whether the text could have come by one of our mails.
    public static boolean isMailed(String token) {
        return KeyFormat.isWellFormed(MAIL, token);
    }

    /// Lower-case hex of the token's SHA-256.
    public static String hash(String token) {
        return KeyFormat.hash(token);
    }

    /// What lists show of a token.
    public static String hint(String token) {
        return token.substring(0, PERSONAL.length()) + "…" + token.substring(token.length() - 4);
    }
}
