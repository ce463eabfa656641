package dev.tollgate.ratelimit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.NullUnmarked;

/// The service speaks TLS, as profile `mtls` has it, with a certificate that it also trusts callers by. A field of
/// type [CertificatesResource] gets what makes callers.
@NullUnmarked
public final class CertificatesResource implements QuarkusTestResourceLifecycleManager {
    private static final String PASSWORD = "password";

    private Path folder;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("certificates");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String who : List.of("service", "stranger")) {
            keytool("-genkeypair", who + ".p12", "-keyalg", "EC", "-dname", "CN=" + who, "-ext", "san=dns:localhost");
            keytool(
                    "-exportcert",
                    who + ".p12",
                    "-file",
                    folder.resolve(who + ".crt").toString());
        }
        keytool(
                "-importcert",
                "trusted.p12",
                "-noprompt",
                "-file",
                folder.resolve("service.crt").toString());
        return Map.of(
                "quarkus.tls.inner.key-store.p12.path",
                folder.resolve("service.p12").toString(),
                "quarkus.tls.inner.key-store.p12.password",
                PASSWORD,
                "quarkus.tls.inner.trust-store.p12.path",
                folder.resolve("trusted.p12").toString(),
                "quarkus.tls.inner.trust-store.p12.password",
                PASSWORD,
                "quarkus.http.tls-configuration-name",
                "inner",
                "quarkus.http.insecure-requests",
                "enabled",
                "quarkus.http.test-ssl-port",
                "0");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(CertificatesResource.class));
    }

    @Override
    public void stop() {}

    /// A caller that trusts the service.
    ///
    /// @param who whose certificate it has; null for none
    SSLContext caller(String who) throws GeneralSecurityException, IOException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store("trusted.p12"));
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(who == null ? null : store(who + ".p12"), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore store(String file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(file))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private void keytool(String command, String store, String... more) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                command,
                "-alias",
                "one",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                folder.resolve(store).toString()));
        line.addAll(List.of(more));
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
