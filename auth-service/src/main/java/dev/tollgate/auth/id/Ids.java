package dev.tollgate.auth.id;

import java.security.SecureRandom;

/// Makes ids that tell nothing and can't be guessed: a prefix and 128 random bits.
public final class Ids {
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /// @param prefix with its underscore: `key_`
    public static String next(String prefix) {
        StringBuilder id = new StringBuilder(prefix);
        for (int i = 0; i < LENGTH; i++) {
            id.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
        }
        return id.toString();
    }
}
