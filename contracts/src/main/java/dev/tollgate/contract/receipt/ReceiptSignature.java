package dev.tollgate.contract.receipt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The field `signature` of a receipt: a JWS (RFC 7515) without its payload (its appendix F), `header..signature`.
/// The payload is the canonical form ([CanonicalJson]) of the receipt without that field; the algorithm is EdDSA
/// over Ed25519 (RFC 8037), the header nothing but `{"alg":"EdDSA","kid":"…"}`.
public final class ReceiptSignature {
    /// The field that holds it.
    public static final String FIELD = "signature";

    /// The field that repeats the key's id, signed.
    public static final String KEY_ID = "kid";

    private static final Pattern HEADER = Pattern.compile("\\{\"alg\":\"EdDSA\",\"kid\":\"([A-Za-z0-9._-]{1,64})\"}");
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private ReceiptSignature() {}

    /// Signs what the receipt says; a signature that it has already is not part of it.
    public static String sign(Map<String, ? extends @Nullable Object> receipt, SigningKey key) {
        String header = ENCODER.encodeToString(
                ("{\"alg\":\"EdDSA\",\"kid\":\"" + key.id() + "\"}").getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key.secret());
            signature.update(signed(header, receipt));
            return header + ".." + ENCODER.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is not available", e);
        }
    }

    /// What is wrong with a receipt's signature, or nothing.
    public static Optional<String> fault(Map<String, ? extends @Nullable Object> receipt, PublicKeys keys) {
        if (!(receipt.get(FIELD) instanceof String text)) {
            return Optional.of("signature: there is none");
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3 || !parts[1].isEmpty()) {
            return Optional.of("signature: is not of the form header..signature");
        }
        byte[] header = decoded(parts[0]);
        byte[] signature = decoded(parts[2]);
        Matcher matcher = HEADER.matcher(header == null ? "" : new String(header, StandardCharsets.UTF_8));
        if (signature == null || !matcher.matches()) {
            return Optional.of("signature: its header is not {\"alg\":\"EdDSA\",\"kid\":\"…\"}");
        }
        String id = matcher.group(1);
        if (!Objects.equals(receipt.get(KEY_ID), id)) {
            return Optional.of("kid: the receipt says " + receipt.get(KEY_ID) + ", its signature " + id);
        }
        Optional<PublicKey> key = keys.find(id);
        if (key.isEmpty()) {
            return Optional.of("kid: the key " + id + " is not among the public keys");
        }
        return isGenuine(signed(parts[0], receipt), signature, key.get())
                ? Optional.empty()
                : Optional.of("signature: key " + id + " did not sign this");
    }

    private static boolean isGenuine(byte[] signed, byte[] bytes, PublicKey key) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(signed);
            return signature.verify(bytes);
        } catch (SignatureException e) {
            return false; // Not even of a signature's form.
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is not available", e);
        }
    }

    private static byte[] signed(String header, Map<String, ? extends @Nullable Object> receipt) {
        Map<String, @Nullable Object> payload = new HashMap<>(receipt);
        payload.remove(FIELD);
        return (header + '.' + ENCODER.encodeToString(CanonicalJson.bytes(payload)))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte @Nullable [] decoded(String base64) {
        try {
            return Base64.getUrlDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
