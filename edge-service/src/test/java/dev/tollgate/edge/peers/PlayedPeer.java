package dev.tollgate.edge.peers;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.auth.v1.KeyFormat;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;

/// Another service, played by a test, for the one key that auth knows: `key_1` of account `acct_1` in group `plus`.
public final class PlayedPeer implements AutoCloseable {
    private final AuthStub auth;
    private final HttpServer server;
    private final String secret;

    private PlayedPeer(AuthStub auth, HttpServer server, String secret) {
        this.auth = auth;
        this.server = server;
        this.secret = secret;
    }

    /// Waits until the edge has heard of auth.
    ///
    /// @param authUrl where the edge looks for auth
    /// @param url where it looks for the service
    public static PlayedPeer start(String authUrl, String url, HttpHandler answers) throws IOException {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String secret = KeyFormat.write(random);
        AuthStub auth = new AuthStub(authUrl);
        auth.put(
                KeyFormat.hash(secret),
                new KeyContext(
                        "key_1",
                        "acct_1",
                        "plus",
                        KeyStatus.ACTIVE,
                        AccountStatus.ACTIVE,
                        null,
                        List.of(),
                        null,
                        List.of(),
                        RateLimits.NONE,
                        RateLimits.NONE,
                        List.of()));
        int port = URI.create(url).getPort();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        server.createContext("/", answers);
        server.start();
        await().until(() -> auth.polls() > 0);
        return new PlayedPeer(auth, server, secret);
    }

    /// Of the key.
    public String secret() {
        return secret;
    }

    /// The service answers no more; auth does.
    public void away() {
        server.stop(0);
    }

    @Override
    public void close() {
        server.stop(0);
        auth.close();
    }
}
