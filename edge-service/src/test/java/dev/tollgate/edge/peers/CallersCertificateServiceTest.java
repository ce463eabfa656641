package dev.tollgate.edge.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.LeaseAsks;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The edge as profile `mtls` has it: it shows a certificate of its own, and reads a renewed one, and the authority,
/// without being started again.
@QuarkusTest
@TestProfile(CallersCertificateServiceTest.Secured.class)
@NullUnmarked
class CallersCertificateServiceTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    /// The profile of production, but for where the Secret is and how often it is looked at.
    public static class Secured extends DeadConnectionServiceTest.Quiet {
        @Override
        public String getConfigProfile() {
            return "test,mtls";
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            try {
                Path secret = Files.createTempDirectory("inner-tls");
                pair(secret, "caller-1").writeTo(secret, pair(secret, "server-1"));
                config.put("test.secret", secret.toString());
                config.put("quarkus.tls.inner.key-store.pem.own.cert", secret + "/tls.crt");
                config.put("quarkus.tls.inner.key-store.pem.own.key", secret + "/tls.key");
                config.put("quarkus.tls.inner.trust-store.pem.certs", secret + "/ca.crt");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            config.put("quarkus.tls.inner.reload-period", "200ms");
            config.put("quarkus.rest-client.billing.url", "https://127.0.0.1:" + AuthStub.freePort());
            return config;
        }
    }

    @Inject
    BillingPeer billing;

    @Inject
    CircuitBreakerMaintenance breakers;

    @Inject
    Config config;

    @ConfigProperty(name = "test.secret")
    String secret;

    private Billing server;

    @BeforeEach
    void heal() {
        breakers.resetAll();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /// One test, as what the first half leaves is what the second half finds.
    @Test
    void aRenewedCertificateAndAnotherAuthorityAreReadWhileItRuns() throws Exception {
        server = new Billing(known("server-1"), known("caller-1"));
        leases();
        assertThat(server.callers).isNotEmpty().containsOnly("CN=caller-1");
        server.close();

        KeyPairFiles renewed = pair(Path.of(secret), "caller-2");
        server = new Billing(pair(Path.of(secret), "server-2"), renewed);
        assertThatThrownBy(this::leases).as("neither knows the other yet").isInstanceOf(RuntimeException.class);

        renewed.writeTo(Path.of(secret), known("server-2"));
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> {
            breakers.resetAll();
            leases();
            assertThat(server.callers).contains("CN=caller-2");
        });
    }

    private void leases() {
        assertThat(billing.leases(new LeaseAsks("edge", 1, List.of()))
                        .await()
                        .atMost(SOON)
                        .answers())
                .isEmpty();
    }

    private KeyPairFiles known(String name) {
        return new KeyPairFiles(Path.of(secret), name);
    }

    private static KeyPairFiles pair(Path folder, String name) {
        return KeyPairFiles.made(folder, name);
    }

    /// Answers leases asks of a caller that it trusts, one on each connection.
    private final class Billing implements AutoCloseable {
        private static final String BODY = "{\"serverTime\":1,\"answers\":[]}";

        final List<String> callers = new CopyOnWriteArrayList<>();
        private final SSLServerSocket listener;

        Billing(KeyPairFiles own, KeyPairFiles caller) throws IOException {
            int port = URI.create(config.getValue("quarkus.rest-client.billing.url", String.class))
                    .getPort();
            listener = (SSLServerSocket)
                    own.context(caller).getServerSocketFactory().createServerSocket();
            listener.setReuseAddress(true);
            listener.setNeedClientAuth(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            Thread.ofVirtual().start(this::accept);
        }

        private void accept() {
            try {
                while (true) {
                    SSLSocket socket = (SSLSocket) listener.accept();
                    Thread.ofVirtual().start(() -> serve(socket));
                }
            } catch (IOException e) {
                // Closed.
            }
        }

        private void serve(SSLSocket socket) {
            try (socket) {
                socket.startHandshake();
                String caller = socket.getSession().getPeerPrincipal().getName();
                // The whole request is there before the answer goes out: it is small.
                assertThat(socket.getInputStream().read(new byte[16_384])).isPositive();
                callers.add(caller);
                socket.getOutputStream()
                        .write(
                                ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                                                + BODY.length() + "\r\n\r\n" + BODY)
                                        .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // A caller that was refused, or refuses.
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
