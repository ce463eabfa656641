package dev.tollgate.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Where the Kubernetes API is, and how this pod may use it: what every pod with a service account token is given.
///
/// @param tokenFile read for each call: the kubelet replaces the token before it expires
/// @param tls null for plain HTTP, to a proxy on this machine
record KubeAccess(
        URI server,
        String namespace,
        Path tokenFile,
        @Nullable SSLContext tls) {
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    /// By `TOLLGATE_KUBERNETES_PROXY`, such as the address that `kubectl proxy` tells, or as a pod does.
    static KubeAccess of(Map<String, String> environment) {
        String proxy = environment.get("TOLLGATE_KUBERNETES_PROXY");
        return proxy == null
                ? inPod(environment)
                : new KubeAccess(
                        URI.create(proxy),
                        environment.getOrDefault("TOLLGATE_NAMESPACE", "tollgate"),
                        Path.of(environment.getOrDefault("TOLLGATE_KUBERNETES_TOKEN_FILE", "/dev/null")),
                        null);
    }

    /// @throws BootstrapException when this is no pod, or one without a token
    private static KubeAccess inPod(Map<String, String> environment) {
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        if (host == null) {
            throw new BootstrapException("KUBERNETES_SERVICE_HOST is not set: this program runs in a pod");
        }
        String authority = host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
        try {
            return new KubeAccess(
                    URI.create("https://" + authority),
                    Files.readString(ACCOUNT.resolve("namespace")).strip(),
                    ACCOUNT.resolve("token"),
                    trusting(ACCOUNT.resolve("ca.crt")));
        } catch (IOException | GeneralSecurityException e) {
            throw new BootstrapException("the pod's service account cannot be read: " + e, e);
        }
    }

    String token() {
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw new BootstrapException("the service account's token cannot be read: " + e, e);
        }
    }

    private static SSLContext trusting(Path authorities) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(authorities)) {
            int number = 0;
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca-" + number++, authority);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }
}
