package dev.tollgate.edge.provider.vertex;

import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Mints by Google's own library, which blocks: on two threads of its own, each call with an end. No redirect
/// is followed, and nothing but the key's own address is called.
@Singleton
class GoogleMinter implements Minter {
    private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/cloud-platform");
    private static final int THREADS = 2;
    private static final long MAX_SECONDS = 10;

    private final WorkerExecutor threads;

    GoogleMinter(Vertx vertx) {
        this.threads = vertx.createSharedWorkerExecutor("vertex-tokens", THREADS, 2 * MAX_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public Future<Minted> mint(String baseUrl, String credential) {
        return threads.executeBlocking(() -> minted(baseUrl, credential), false).timeout(MAX_SECONDS, TimeUnit.SECONDS);
    }

    private static Minted minted(String baseUrl, String credential) throws Refused, IOException {
        if (!ServiceAccount.isAllowed(credential, baseUrl)) {
            throw new Refused("no service account's key, or its token_uri leads elsewhere");
        }
        ServiceAccountCredentials key;
        try {
            key = ServiceAccountCredentials.fromStream(
                    new ByteArrayInputStream(credential.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException | IllegalArgumentException e) {
            throw new Refused("the key cannot be read");
        }
        NetHttpTransport transport = transport(key);
        try {
            AccessToken token = key.toBuilder()
                    .setScopes(SCOPES)
                    .setDefaultRetriesEnabled(false)
                    .setHttpTransportFactory(() -> transport)
                    .build()
                    .refreshAccessToken();
            return new Minted(token.getTokenValue(), token.getExpirationTime().toInstant());
        } catch (IOException e) {
            throw judged(e);
        }
    }

    /// Opens connections to the key's own address alone.
    private static NetHttpTransport transport(ServiceAccountCredentials key) {
        String allowed = key.getTokenServerUri().toString();
        return new NetHttpTransport.Builder()
                .setConnectionFactory(url -> opened(url, allowed))
                .build();
    }

    private static HttpURLConnection opened(URL url, String allowed) throws IOException {
        if (!url.toString().equals(allowed) || !(url.openConnection() instanceof HttpURLConnection connection)) {
            throw new IOException("led elsewhere");
        }
        connection.setInstanceFollowRedirects(false);
        return connection;
    }

    /// The message may tell of the key: it is not passed on.
    private static IOException judged(IOException failure) throws Refused {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpResponseException answer && answer.getStatusCode() < 500) {
                throw new Refused("the token's server answers " + answer.getStatusCode());
            }
        }
        return new IOException(failure.getClass().getSimpleName());
    }

    @PreDestroy
    void close() {
        threads.close();
    }
}
