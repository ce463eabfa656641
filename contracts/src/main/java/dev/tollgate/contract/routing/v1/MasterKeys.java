package dev.tollgate.contract.routing.v1;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The master keys under which credentials are sealed: the first seals, all open. Routing seals, edges open; the
/// secret itself never crosses the wire (design: credentials are returned by no API).
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
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, newest(), nonce, owner)
                    .doFinal(secret.getBytes(StandardCharsets.UTF_8));
            byte[] all = new byte[NONCE_BYTES + sealed.length];
            System.arraycopy(nonce, 0, all, 0, NONCE_BYTES);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return new SealedCredential(newest(), Base64.getEncoder().encodeToString(all));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /// Opens what [#seal] made.
    ///
    /// @throws IllegalArgumentException when the master key is unknown, or the credential was altered or is
    ///     another's
    public String open(SealedCredential credential, String owner) {
        if (!keys.containsKey(credential.keyId())) {
            throw new IllegalArgumentException("unknown master key " + credential.keyId());
        }
        byte[] all = Base64.getDecoder().decode(credential.sealed());
        byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
        try {
            byte[] secret = cipher(Cipher.DECRYPT_MODE, credential.keyId(), nonce, owner)
                    .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return new String(secret, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the credential of " + owner + " cannot be opened");
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
