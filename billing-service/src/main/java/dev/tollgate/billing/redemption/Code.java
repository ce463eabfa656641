package dev.tollgate.billing.redemption;

import dev.tollgate.billing.internal.Required;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A redemption code: 26 characters of Crockford's base 32, thus 130 random bits, written in groups of five. Case,
/// dashes and spaces do not matter, and what people take for 0 and 1 is read as 0 and 1.
record Code(String plain) {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 26;
    private static final int GROUP = 5;
    private static final int HINT = 4;

    static Code random(SecureRandom random) {
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new Code(text.toString());
    }

    /// Reads what somebody typed; what cannot be a code is a 400 that names the field.
    static Code of(@Nullable String typed) {
        String plain = Required.text(typed, "code")
                .toUpperCase(Locale.ROOT)
                .replaceAll("[\\s-]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        if (plain.length() != LENGTH || !plain.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)) {
            throw Required.invalid("code", "This is not a redemption code: it has 26 letters and digits.");
        }
        return new Code(plain);
    }

    /// As it is told: `7K2MQ-…`.
    String shown() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LENGTH; i += GROUP) {
            text.append(i == 0 ? "" : "-").append(plain, i, Math.min(LENGTH, i + GROUP));
        }
        return text.toString();
    }

    String hint() {
        return plain.substring(LENGTH - HINT);
    }

    /// Lower-case hex of the SHA-256. Of so many random bits no slower hash is needed.
    String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Never in a log.
    @Override
    public String toString() {
        return "code …" + hint();
    }
}
