package dev.tollgate.edge.provider.mistral;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/// Ids of calls as Mistral takes them: nine letters and digits. Others, made by another provider earlier in the
/// conversation, become such, always the same of the same.
final class CallIds {
    private static final Pattern TAKEN = Pattern.compile("[a-zA-Z0-9]{9}");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 9;

    private CallIds() {}

    static String of(String id) {
        if (TAKEN.matcher(id).matches()) {
            return id;
        }
        byte[] hash = sha256(id);
        StringBuilder made = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            made.append(ALPHABET.charAt(Byte.toUnsignedInt(hash[i]) % ALPHABET.length()));
        }
        return made.toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
