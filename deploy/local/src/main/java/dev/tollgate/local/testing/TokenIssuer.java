package dev.tollgate.local.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A cluster's issuer of ServiceAccounts' tokens: signs them as an API server does, and tells its public keys
/// over HTTP. A test rotates its keys, and has it fail.
public final class TokenIssuer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/openid/v1/jwks";
    private static final int P256_BYTES = 32;

    private final String issuer;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final List<Key> published = new CopyOnWriteArrayList<>();
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Key signing;
    private volatile int status = 200;

    /// Signs by ES256.
    public TokenIssuer() {
        this("ES256");
    }

    /// @param algorithm `ES256` or `RS256`
    public TokenIssuer(String algorithm) {
        issuer = "https://kubernetes.example/" + UUID.randomUUID();
        signing = Key.fresh(algorithm);
        published.add(signing);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext(PATH, this::answer);
        server.start();
    }

    /// The `iss` of its tokens.
    public String issuer() {
        return issuer;
    }

    /// Where its keys are.
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    /// Signs with another key from now on; both are published.
    public void rotate() {
        signing = Key.fresh(signing.algorithm());
        published.add(signing);
    }

    /// Signs with a key that it has told nobody.
    public void signUntold() {
        signing = Key.fresh(signing.algorithm());
    }

    /// From now on it answers with this status.
    public void answerWith(int code) {
        status = code;
    }

    /// How often it was asked for its keys.
    public int asked() {
        return asked.get();
    }

    /// What askers have shown as `Authorization`.
    public List<String> shown() {
        return shown;
    }

    /// The set of its public keys.
    public String keys() {
        return json(Map.of("keys", published.stream().map(Key::published).toList()));
    }

    /// The token of a pod of this ServiceAccount, good for ten minutes and the audience `tollgate`.
    public String token(String namespace, String serviceAccount) {
        return sign(claims(namespace, serviceAccount));
    }

    /// What such a token says, to be changed.
    public Map<String, @Nullable Object> claims(String namespace, String serviceAccount) {
        long now = Instant.now().getEpochSecond();
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        claims.put("aud", List.of("tollgate"));
        claims.put("exp", now + 600);
        claims.put("iat", now);
        claims.put("iss", issuer);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put(
                "kubernetes.io",
                Map.of(
                        "namespace", namespace,
                        "node",
                                Map.of(
                                        "name",
                                        "node-1",
                                        "uid",
                                        UUID.randomUUID().toString()),
                        "pod", Map.of("name", "app-0", "uid", UUID.randomUUID().toString()),
                        "serviceaccount",
                                Map.of(
                                        "name",
                                        serviceAccount,
                                        "uid",
                                        UUID.randomUUID().toString())));
        claims.put("nbf", now);
        claims.put("sub", "system:serviceaccount:" + namespace + ":" + serviceAccount);
        return claims;
    }

    /// Any claims, signed.
    public String sign(Map<String, @Nullable Object> claims) {
        return signing.sign(claims);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null) {
            shown.add(authorization);
        }
        byte[] body = keys().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/jwk-set+json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private record Key(String id, String algorithm, KeyPair pair) {
        static Key fresh(String algorithm) {
            try {
                KeyPairGenerator generator;
                if (algorithm.equals("ES256")) {
                    generator = KeyPairGenerator.getInstance("EC");
                    generator.initialize(new ECGenParameterSpec("secp256r1"));
                } else {
                    generator = KeyPairGenerator.getInstance("RSA");
                    generator.initialize(2048);
                }
                return new Key(UUID.randomUUID().toString(), algorithm, generator.generateKeyPair());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        String sign(Map<String, @Nullable Object> claims) {
            String text = base64(json(Map.of("alg", algorithm, "kid", id)).getBytes(StandardCharsets.UTF_8)) + "."
                    + base64(json(claims).getBytes(StandardCharsets.UTF_8));
            try {
                Signature signature = Signature.getInstance(
                        algorithm.equals("ES256") ? "SHA256withECDSAinP1363Format" : "SHA256withRSA");
                signature.initSign(pair.getPrivate());
                signature.update(text.getBytes(StandardCharsets.US_ASCII));
                return text + "." + base64(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        Map<String, String> published() {
            Map<String, String> key = new LinkedHashMap<>(Map.of("use", "sig", "kid", id, "alg", algorithm));
            if (pair.getPublic() instanceof ECPublicKey elliptic) {
                key.put("kty", "EC");
                key.put("crv", "P-256");
                key.put("x", base64(fixed(elliptic.getW().getAffineX(), P256_BYTES)));
                key.put("y", base64(fixed(elliptic.getW().getAffineY(), P256_BYTES)));
            } else if (pair.getPublic() instanceof RSAPublicKey rsa) {
                key.put("kty", "RSA");
                key.put("n", base64(unsigned(rsa.getModulus())));
                key.put("e", base64(unsigned(rsa.getPublicExponent())));
            }
            return key;
        }

        private static byte[] unsigned(BigInteger number) {
            byte[] bytes = number.toByteArray();
            return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        }

        private static byte[] fixed(BigInteger number, int length) {
            byte[] bytes = unsigned(number);
            byte[] padded = new byte[length];
            System.arraycopy(bytes, 0, padded, length - bytes.length, bytes.length);
            return padded;
        }
    }
}
