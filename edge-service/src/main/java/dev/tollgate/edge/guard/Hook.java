package dev.tollgate.edge.guard;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// An operator's own service that is asked.
///
/// @param closed whether nothing passes when it cannot be asked
/// @param signed whether it expects signed calls
/// @param secret what they are signed with, or null
record Hook(
        String url,
        long timeoutMillis,
        boolean closed,
        boolean signed,
        @Nullable String secret) {
    private static final String ALGORITHM = "HmacSHA256";

    /// It would refuse to answer, or trust who is not to be trusted.
    boolean isUnsigned() {
        return signed && secret == null;
    }

    /// `t=<Unix seconds>,v1=<hex>`, where v1 is the HMAC-SHA256 of the time, a full stop and the body; null where none
    /// is expected.
    @Nullable
    String signature(long seconds, Buffer body) {
        String key = secret;
        if (key == null) {
            return null;
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "Hook[" + url + "]";
    }
}
