package dev.tollgate.contract.auth.v1;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/// The form of an API key: `sk-`, 43 base62 characters of 256 random bits, 6 of their CRC32. A typo is known
/// without a look-up, and secret scanners can match it. Stored only as SHA-256.
public final class KeyFormat {
    public static final String PREFIX = "sk-";

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int BODY = 43;
    private static final int CHECK = 6;
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());

    private KeyFormat() {}

    /// Writes a key of these 32 random bytes.
    public static String write(byte[] random) {
        return write(PREFIX, random);
    }

    /// Whether the text could be a key of ours: form and checksum are right.
    public static boolean isWellFormed(String key) {
        return isWellFormed(PREFIX, key);
    }

    static String write(String prefix, byte[] random) {
        if (random.length != 32) {
            throw new IllegalArgumentException("a key is made of 32 bytes, not " + random.length);
        }
        String body = prefix + base62(new BigInteger(1, random), BODY);
        return body + checksum(body);
    }

    static boolean isWellFormed(String prefix, String key) {
        if (key.length() != prefix.length() + BODY + CHECK || !key.startsWith(prefix)) {
            return false;
        }
        String body = key.substring(0, prefix.length() + BODY);
        return key.endsWith(checksum(body));
    }

    /// Lower-case hex of the key's SHA-256: the only form in which a key is stored, cached or sent.
    public static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    /// What lists show of a key.
    public static String hint(String key) {
        return PREFIX + "…" + key.substring(key.length() - 4);
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return base62(BigInteger.valueOf(crc.getValue()), CHECK);
    }

    private static String base62(BigInteger number, int width) {
        char[] text = new char[width];
        BigInteger rest = number;
        for (int i = width - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            text[i] = DIGITS.charAt(parts[1].intValue());
            rest = parts[0];
        }
        return new String(text);
    }
}
