package dev.tollgate.local.fake.vertex;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Base64;

/// The one service account that the fake knows. Its key is made of a fixed seed, so that the launcher and the
/// fake, two processes, have the same without handing it over: it opens nothing but the fake.
public final class DemoServiceAccount {

    static final String EMAIL = "tollgate@demo.iam.gserviceaccount.com";
    static final String KEY_ID = "demo";

    private static final int BITS = 2_048;
    private static final KeyPair KEYS = keys();

    private DemoServiceAccount() {}

    /// As Google hands such keys out.
    ///
    /// @param tokenUri the fake's `/vertex/token`
    public static String json(String tokenUri) {
        String pem = "-----BEGIN " + "PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(KEYS.getPrivate().getEncoded())
                + "\n-----END " + "PRIVATE KEY-----\n";
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", "service_account")
                .put("project_id", "demo")
                .put("private_key_id", KEY_ID)
                .put("private_key", pem)
                .put("client_email", EMAIL)
                .put("client_id", "1")
                .put("token_uri", tokenUri);
        return json.toPrettyString();
    }

    static PublicKey publicKey() {
        return KEYS.getPublic();
    }

    private static KeyPair keys() {
        try {
            SecureRandom seeded = SecureRandom.getInstance("SHA1PRNG");
            seeded.setSeed("tollgate's demo provider".getBytes(StandardCharsets.UTF_8));
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS, seeded);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }
}
