package dev.tollgate.e2e;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A person's phone: the codes of a secret that it was given in base32 (RFC 6238).
final class Authenticator {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int STEP_SECONDS = 30;

    private final byte[] secret;

    Authenticator(String base32) {
        String plain = base32.replace(" ", "");
        ByteBuffer bytes = ByteBuffer.allocate(plain.length() * 5 / 8);
        int bits = 0;
        int held = 0;
        for (int i = 0; i < plain.length(); i++) {
            held = held << 5 | ALPHABET.indexOf(plain.charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.put((byte) (held >> bits));
            }
        }
        secret = bytes.array();
    }

    /// @param steps from now: each code counts once, and those beside the present one count, too
    String code(int steps) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            long step = Instant.now().getEpochSecond() / STEP_SECONDS + steps;
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 0xf) & 0x7fffffff;
            return "%06d".formatted(number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
