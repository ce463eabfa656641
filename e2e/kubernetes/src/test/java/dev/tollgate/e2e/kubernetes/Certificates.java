package dev.tollgate.e2e.kubernetes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// What the services show each other, in the hands of a caller from outside.
///
/// @param own signed by the authority
record Certificates(Certificate authority, Certificate own, PrivateKey key) {
    private static final char[] PASSWORD = "in memory only".toCharArray();
    private static final int PATIENCE_MILLIS = 10_000;

    /// Of tls.crt, tls.key and ca.crt.
    static Certificates of(Path folder) {
        try {
            return new Certificates(
                    certificate(folder.resolve("ca.crt")),
                    certificate(folder.resolve("tls.crt")),
                    KeyFactory.getInstance("EC")
                            .generatePrivate(new PKCS8EncodedKeySpec(pem(folder.resolve("tls.key")))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The first line of the answer to one who has the certificate.
    ///
    /// @throws IOException when there is none
    String ask(int port, String path) throws IOException {
        return ask(port, path, true);
    }

    /// To one who has none.
    String askWithout(int port, String path) throws IOException {
        return ask(port, path, false);
    }

    private String ask(int port, String path, boolean shown) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) context(shown).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (answer.isEmpty()) {
                throw new IOException("the connection was closed");
            }
            return answer.lines().findFirst().orElseThrow();
        }
    }

    /// Trusts the authority only; names are not looked at, as the port is a forwarded one.
    private SSLContext context(boolean shown) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", authority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            KeyStore mine = KeyStore.getInstance("PKCS12");
            mine.load(null, null);
            if (shown) {
                mine.setKeyEntry("own", key, PASSWORD, new Certificate[] {own});
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(mine, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Certificate certificate(Path file) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Checkout.read(file).getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] pem(Path file) {
        return Base64.getMimeDecoder().decode(Checkout.read(file).replaceAll("-----[^-]+-----", ""));
    }
}
