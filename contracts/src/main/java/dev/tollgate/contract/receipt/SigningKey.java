package dev.tollgate.contract.receipt;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// An Ed25519 key (RFC 8032) that signs receipts, under the id by which its public half is found.
public final class SigningKey {
    private static final int SEED_BYTES = 32;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final String id;
    private final PrivateKey secret;
    private final byte[] open;

    private SigningKey(String id, PrivateKey secret, byte[] open) {
        this.id = id;
        this.secret = secret;
        this.open = open;
    }

    /// Reads `id:base64-of-32-bytes` entries separated by commas, newest first.
    ///
    /// @throws IllegalArgumentException when an entry has another form; the message holds no key material
    public static List<SigningKey> parse(String text) {
        Map<String, SigningKey> keys = new LinkedHashMap<>();
        for (String entry : text.split(",", -1)) {
            int colon = entry.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("a receipt key must be written as id:base64");
            }
            String id = entry.substring(0, colon).strip();
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException(
                        "a receipt key's id has letters, digits, dots, dashes and lines only");
            }
            if (keys.put(id, of(id, seed(entry.substring(colon + 1).strip(), id))) != null) {
                throw new IllegalArgumentException("receipt key " + id + " is there twice");
            }
        }
        return List.copyOf(keys.values());
    }

    private static byte[] seed(String base64, String id) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("receipt key " + id + " is not base64");
        }
        if (bytes.length != SEED_BYTES) {
            throw new IllegalArgumentException("receipt key " + id + " has " + bytes.length + " bytes, not 32");
        }
        return bytes;
    }

    /// A pair is made of the 32 bytes that its maker asks the random numbers for; the JDK has no other way from a
    /// private key to its public one.
    static SigningKey of(String id, byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
            KeyPair pair = generator.generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] open = Arrays.copyOfRange(encoded, encoded.length - SEED_BYTES, encoded.length);
            return new SigningKey(id, pair.getPrivate(), open);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is not available", e);
        }
    }

    public String id() {
        return id;
    }

    /// The 32 bytes of the public key.
    public byte[] publicKey() {
        return open.clone();
    }

    PrivateKey secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }

    /// Gives the seed where random bytes are asked for.
    @SuppressWarnings("serial") // Never written anywhere.
    private static final class Fixed extends SecureRandom {
        private final byte[] seed;

        Fixed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}
