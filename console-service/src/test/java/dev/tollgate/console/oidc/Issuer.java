package dev.tollgate.console.oidc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// An identity provider with signed tokens, whose people have shown already who they are: it tells what a test lets it
/// tell. What browsers see of it is not here; for that there is a real one in `e2e`.
final class Issuer implements AutoCloseable {
    private static final KeyPair KEY = key();

    private final HttpServer server;
    private final String url;
    private final List<String> exchanged = new CopyOnWriteArrayList<>();
    private Map<String, Object> claims = Map.of();
    private String nonce = "";

    Issuer(String url) {
        this.url = url;
        try {
            server = HttpServer.create(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), URI.create(url).getPort()),
                    10);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/.well-known/openid-configuration", exchange -> send(exchange, discovery()));
        server.createContext("/keys", exchange -> send(exchange, keys()));
        server.createContext("/token", this::token);
        server.createContext("/user", exchange -> send(exchange, "{\"sub\":\"" + claims.get("sub") + "\"}"));
        server.start();
    }

    /// What the next ID token says, for a flow with this nonce.
    void says(String nonceOfTheFlow, Map<String, Object> all) {
        nonce = nonceOfTheFlow;
        claims = all;
    }

    /// The forms by which codes were exchanged.
    List<String> exchanged() {
        return exchanged;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void token(HttpExchange exchange) throws IOException {
        exchanged.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String token = Jwt.claims(claims)
                .issuer(url)
                .audience(OidcProfile.CLIENT)
                .claim("nonce", nonce)
                .expiresIn(Duration.ofMinutes(1))
                .jws()
                .keyId("one")
                .sign(KEY.getPrivate());
        send(
                exchange,
                "{\"access_token\":\"opaque-access\",\"refresh_token\":\"opaque-refresh\",\"token_type\":\"Bearer\","
                        + "\"expires_in\":60,\"id_token\":\"" + token + "\"}");
    }

    private String discovery() {
        return "{\"issuer\":\"" + url + "\",\"authorization_endpoint\":\"" + url + "/authorize\",\"token_endpoint\":\""
                + url + "/token\",\"jwks_uri\":\"" + url + "/keys\",\"userinfo_endpoint\":\"" + url + "/user\"}";
    }

    private static String keys() {
        RSAPublicKey key = (RSAPublicKey) KEY.getPublic();
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String modulus = base64.encodeToString(key.getModulus().toByteArray());
        String exponent = base64.encodeToString(key.getPublicExponent().toByteArray());
        return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"one\",\"n\":\"" + modulus
                + "\",\"e\":\"" + exponent + "\"}]}";
    }

    private static void send(HttpExchange exchange, String json) throws IOException {
        try (exchange) {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static KeyPair key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }
}
