package dev.tollgate.contract.routing.v1;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The master keys under which credentials are sealed: the first seals, all open. Routing seals, edges open; the
/// secret itself never crosses the wire (design: credentials are returned by no API). Services seal by them, too,
/// what they put away of callers'.
public final class MasterKeys {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String DERIVATION = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, SecretKey> keys;

    private MasterKeys(Map<String, SecretKey> keys) {
        this.keys = keys;
    }

    /// Reads `id:base64-of-32-bytes` entries separated by commas, newest first.
    ///
    /// @throws IllegalArgumentException when an entry has another form; the message holds no key material
    public static MasterKeys parse(String text) {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        for (String entry : text.split(",", -1)) {
            int colon = entry.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("a master key must be written as id:base64");
            }
            String id = entry.substring(0, colon).strip();
            byte[] bytes = decode(entry.substring(colon + 1).strip(), id);
            keys.put(id, new SecretKeySpec(bytes, "AES"));
        }
        return new MasterKeys(keys);
    }

    private static byte[] decode(String base64, String id) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("master key " + id + " is not base64");
        }
        if (bytes.length != 32) {
            throw new IllegalArgumentException("master key " + id + " has " + bytes.length + " bytes, not 32");
        }
        return bytes;
    }

    /// The id of the key that seals.
    public String newest() {
        return keys.keySet().iterator().next();
    }

    /// Seals a secret for one owner (the deployment's or credential's id): opening it under another owner fails.
    public SealedCredential seal(String secret, String owner) {
        SealedBytes sealed = seal(secret.getBytes(StandardCharsets.UTF_8), owner);
        return new SealedCredential(sealed.keyId(), Base64.getEncoder().encodeToString(sealed.bytes()));
    }

    /// The same of bytes, for what is too large to be written as text.
    public SealedBytes seal(byte[] plain, String owner) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + plain.length + TAG_BITS / Byte.SIZE);
        try {
            cipher(Cipher.ENCRYPT_MODE, newest(), nonce, owner).doFinal(plain, 0, plain.length, all, NONCE_BYTES);
            return new SealedBytes(newest(), all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /// Opens what [#seal] made.
    ///
    /// @throws IllegalArgumentException when the master key is unknown, or the credential was altered or is
    ///     another's
    public String open(SealedCredential credential, String owner) {
        byte[] secret = opened(credential.keyId(), Base64.getDecoder().decode(credential.sealed()), owner)
                .orElseThrow(() -> new IllegalArgumentException("the credential of " + owner + " cannot be opened"));
        return new String(secret, StandardCharsets.UTF_8);
    }

    /// Opens what the other [#seal] made.
    ///
    /// @throws IllegalArgumentException when the master key is unknown, or the bytes were altered or are another's
    public byte[] open(SealedBytes sealed, String owner) {
        return opened(sealed.keyId(), sealed.bytes(), owner)
                .orElseThrow(() -> new IllegalArgumentException("what is sealed for " + owner + " cannot be opened"));
    }

    private Optional<byte[]> opened(String keyId, byte[] all, String owner) {
        if (!keys.containsKey(keyId)) {
            throw new IllegalArgumentException("unknown master key " + keyId);
        }
        if (all.length < NONCE_BYTES) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, keyId, nonce, owner)
                    .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /// A secret for one purpose, of the newest key: it tells nothing of the key, and nothing of other purposes.
    public byte[] derive(String purpose) {
        try {
            Mac mac = Mac.getInstance(DERIVATION);
            SecretKey key = Objects.requireNonNull(keys.get(newest()));
            mac.init(new SecretKeySpec(key.getEncoded(), DERIVATION));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    private Cipher cipher(int mode, String keyId, byte[] nonce, String owner) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys.get(keyId), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    @Override
    public String toString() {
        return "MasterKeys" + keys.keySet();
    }
}
