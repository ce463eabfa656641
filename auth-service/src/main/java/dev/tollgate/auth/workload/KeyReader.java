package dev.tollgate.auth.workload;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// Reads an issuer's keys: bounded in time and size, and blocking. What it needs for that (authorities, a
/// token) is read each time, as it is renewed in its files.
@ApplicationScoped
class KeyReader {
    private static final int KEYS_MAX = 64;

    private final Duration timeout;
    private final int bytesMax;

    KeyReader(WorkloadConfig config) {
        this.timeout = config.keysTimeout();
        this.bytesMax = (int) config.keysMax().asLongValue();
    }

    /// @throws IOException when there are none, or nothing that is a set of public keys; safe to log
    List<JsonWebKey> read(KeySource source) throws IOException {
        String json =
                switch (source) {
                    case KeySource.InFile(Path path) -> text(path, bytesMax);
                    case KeySource.AtAddress address -> fetched(address);
                };
        try {
            List<JsonWebKey> keys = new JsonWebKeySet(json)
                    .getJsonWebKeys().stream()
                            .filter(PublicJsonWebKey.class::isInstance)
                            .limit(KEYS_MAX)
                            .toList();
            if (keys.isEmpty()) {
                throw new IOException("there is no public key in the set");
            }
            return keys;
        } catch (JoseException e) {
            throw new IOException("this is no JWK set", e);
        }
    }

    /// A file's text, unless it is too large.
    static String text(Path path, int bytesMax) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw new IOException(path + " exceeds " + bytesMax + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private String fetched(KeySource.AtAddress source) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(source.address()).timeout(timeout);
        Path token = source.token();
        if (token != null) {
            request.header("Authorization", "Bearer " + text(token, bytesMax).strip());
        }
        HttpClient client = client(source.authorities());
        try {
            HttpResponse<String> answer = inTime(client.sendAsync(
                    request.build(),
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), bytesMax)));
            if (answer.statusCode() != 200) {
                throw new IOException("the issuer answered " + answer.statusCode());
            }
            return answer.body();
        } finally {
            client.shutdownNow();
        }
    }

    /// The request's own timeout ends with the headers; this one with the body.
    private HttpResponse<String> inTime(CompletableFuture<HttpResponse<String>> answer) throws IOException {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("the issuer did not answer within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException("the issuer was not reached: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private HttpClient client(@Nullable Path authorities) throws IOException {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout);
        return (authorities == null ? client : client.sslContext(trusting(authorities))).build();
    }

    private static SSLContext trusting(Path authorities) throws IOException {
        try (InputStream pem = Files.newInputStream(authorities)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("authority-" + number++, one);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(authorities + " holds no authorities in PEM", e);
        }
    }
}
