package dev.tollgate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// Where services speak TLS to each other, a call needs a certificate that the authority has signed, and the token
/// besides; the plain port is there for probes.
@QuarkusTest
@QuarkusTestResource(value = RedisResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = CertificatesResource.class, restrictToAnnotatedClass = true)
@NullUnmarked
class MutualTlsServiceTest {
    CertificatesResource certificates;

    @TestHTTPResource(value = "/internal/v1/edges", tls = true)
    URL secured;

    @TestHTTPResource("/q/health/live")
    URL plain;

    @Test
    void answersACallerOfTheSameAuthorityByItsToken() throws Exception {
        assertThat(status(certificates.caller("service"), local(secured))).isEqualTo(401);
    }

    @Test
    void refusesTheHandshakeOfACallerWithoutACertificate() throws Exception {
        SSLContext none = certificates.caller(null);
        assertThatThrownBy(() -> status(none, local(secured))).isInstanceOf(IOException.class);
    }

    @Test
    void refusesTheHandshakeOfACallerWithAStrangersCertificate() throws Exception {
        SSLContext stranger = certificates.caller("stranger");
        assertThatThrownBy(() -> status(stranger, local(secured))).isInstanceOf(IOException.class);
    }

    @Test
    void answersProbesOnThePlainPort() throws Exception {
        assertThat(status(SSLContext.getDefault(), plain.toURI())).isEqualTo(200);
    }

    private static URI local(URL url) {
        return URI.create("https://localhost:" + url.getPort() + url.getPath());
    }

    private static int status(SSLContext context, URI uri)
            throws IOException, InterruptedException, GeneralSecurityException {
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
