package dev.tollgate.contract.receipt;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The public keys of a deployment, retired ones too: a JWK set (RFC 7517) of keys of kind OKP (RFC 8037).
public final class PublicKeys {
    private static final int KEY_BYTES = 32;
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Map<String, byte[]> keys;

    private PublicKeys(Map<String, byte[]> keys) {
        this.keys = keys;
    }

    /// @param keys id → the 32 bytes of an Ed25519 public key
    public static PublicKeys of(Map<String, byte[]> keys) {
        Map<String, byte[]> copies = new LinkedHashMap<>();
        keys.forEach((id, key) -> copies.put(id, key.clone()));
        return new PublicKeys(copies);
    }

    /// Reads a JWK set; keys of other kinds are passed over.
    ///
    /// @param document as a reader of JSON gives it
    /// @throws IllegalArgumentException when it is no such set
    public static PublicKeys read(@Nullable Object document) {
        if (!(document instanceof Map<?, ?> set) || !(set.get("keys") instanceof List<?> list)) {
            throw new IllegalArgumentException("no JWK set: it has no list `keys`");
        }
        Map<String, byte[]> keys = new LinkedHashMap<>();
        for (Object one : list) {
            if (one instanceof Map<?, ?> key
                    && Objects.equals(key.get("kty"), "OKP")
                    && Objects.equals(key.get("crv"), "Ed25519")
                    && key.get("kid") instanceof String id
                    && key.get("x") instanceof String x) {
                keys.put(id, bytes(id, x));
            }
        }
        return new PublicKeys(keys);
    }

    private static byte[] bytes(String id, String x) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(x);
            if (bytes.length == KEY_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // As one of another length.
        }
        throw new IllegalArgumentException("key " + id + " is not 32 bytes in base64url");
    }

    /// As JSON: `{"keys": [{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": …, "x": …}]}`.
    public Map<String, Object> document() {
        List<Map<String, Object>> list = new ArrayList<>();
        keys.forEach((id, key) -> {
            Map<String, Object> jwk = new LinkedHashMap<>();
            jwk.put("kty", "OKP");
            jwk.put("crv", "Ed25519");
            jwk.put("alg", "EdDSA");
            jwk.put("use", "sig");
            jwk.put("kid", id);
            jwk.put("x", Base64.getUrlEncoder().withoutPadding().encodeToString(key));
            list.add(jwk);
        });
        return Map.of("keys", list);
    }

    Optional<PublicKey> find(String id) {
        byte[] key = keys.get(id);
        if (key == null) {
            return Optional.empty();
        }
        byte[] encoded = new byte[X509_PREFIX.length + KEY_BYTES];
        System.arraycopy(X509_PREFIX, 0, encoded, 0, X509_PREFIX.length);
        System.arraycopy(key, 0, encoded, X509_PREFIX.length, KEY_BYTES);
        try {
            return Optional.of(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("key " + id + " is no Ed25519 key", e);
        }
    }
}
