package dev.tollgate.edge.cache;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Leads from questions to places. Name and key both follow from the question and a secret of the edges', by HMAC:
/// whoever has Redis alone learns nothing, not even by guessing requests; whoever has the master keys too must still
/// know a request to the last byte to read its answer.
final class Places {
    private static final String PREFIX = "tollgate:answer:";
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte NAME = 1;
    private static final byte KEY = 2;

    private final SecretKeySpec secret;

    Places(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    Place of(Question question) {
        return new Place(
                PREFIX + HexFormat.of().formatHex(mac(NAME, question)), new SecretKeySpec(mac(KEY, question), "AES"));
    }

    /// The parts hold no NUL, but for the last.
    private byte[] mac(byte purpose, Question question) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update(purpose);
            part(mac, question.accountId());
            part(mac, question.operation());
            part(mac, question.model());
            mac.update((byte) (question.stream() ? 1 : 0));
            return mac.doFinal(question.body().getBytes());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    private static void part(Mac mac, String text) {
        mac.update(text.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
    }
}
