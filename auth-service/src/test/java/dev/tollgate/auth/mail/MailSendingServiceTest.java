package dev.tollgate.auth.mail;

import static dev.tollgate.auth.People.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.auth.People;
import dev.tollgate.auth.PeopleProfile;
import dev.tollgate.local.mail.MailSink;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What waits goes out by SMTP, and leaves nothing of itself behind.
@QuarkusTest
@TestProfile(MailSendingServiceTest.WithServer.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class MailSendingServiceTest {
    private static final String PORT = "tollgate.testing.auth-smtp-port";

    @Inject
    Pool pool;

    @Inject
    MailSending sending;

    @TempDir
    private Path folder;

    @Test
    void aMailGoesOutAndItsContentIsGone() throws IOException {
        People people = new People(pool);
        String email = address("sent");
        People.signUp(email, ",\"language\":\"zh\"").statusCode(200);
        String token = people.newest(email).token();
        try (MailSink sink = MailSink.start(folder, WithServer.port())) {
            sending.round().await().atMost(Duration.ofSeconds(30));
            assertThat(sink.mails()).hasSize(1);
            String mail = Files.readString(sink.mails().getFirst());
            assertThat(mail).contains("To: " + email, "From: tollgate@localhost");
        }
        assertThat(people.newest(email).content()).isEmpty();
        assertThat(people.count("auth.mail m WHERE m::text LIKE '%' || $1 || '%'", token))
                .isZero();
        sending.round().await().atMost(Duration.ofSeconds(30));
        People.confirm(token).statusCode(204);
    }

    /// As [PeopleProfile], with an SMTP server where the test starts one.
    public static class WithServer extends PeopleProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = super.getConfigOverrides();
            config.put("quarkus.mailer.port", Integer.toString(port()));
            return config;
        }

        /// The same for all that load this class in one process.
        static int port() {
            synchronized (System.getProperties()) {
                String known = System.getProperty(PORT);
                if (known != null) {
                    return Integer.parseInt(known);
                }
                try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                    System.setProperty(PORT, Integer.toString(socket.getLocalPort()));
                    return socket.getLocalPort();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        }
    }
}
