package dev.tollgate.edge.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A key pair with a certificate that it signed itself, for the loopback: what a caller or a server shows, and what
/// trusts nobody but it.
///
/// @param name also the certificate's subject
record KeyPairFiles(Path folder, String name) {
    private static final char[] PASSWORD = "password".toCharArray();

    static KeyPairFiles made(Path folder, String name) {
        KeyPairFiles pair = new KeyPairFiles(folder, name);
        List<String> line = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                pair.store().toString());
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
        return pair;
    }

    private Path store() {
        return folder.resolve(name + ".p12");
    }

    /// As Kubernetes shows a TLS Secret: this pair, and that one to be trusted.
    void writeTo(Path secret, KeyPairFiles trusted) {
        try {
            Files.writeString(secret.resolve("tls.key"), pem("PRIVATE KEY", key()));
            Files.writeString(secret.resolve("tls.crt"), pem("CERTIFICATE", certificate()));
            Files.writeString(secret.resolve("ca.crt"), pem("CERTIFICATE", trusted.certificate()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// For one who shows this pair, and trusts that one only.
    SSLContext context(KeyPairFiles trusted) {
        try {
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(loaded(), PASSWORD);
            KeyStore others = KeyStore.getInstance("PKCS12");
            others.load(null, null);
            others.setCertificateEntry(trusted.name(), trusted.loaded().getCertificate(trusted.name()));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(others);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] key() throws IOException, GeneralSecurityException {
        return loaded().getKey(name, PASSWORD).getEncoded();
    }

    private byte[] certificate() throws IOException, GeneralSecurityException {
        return loaded().getCertificate(name).getEncoded();
    }

    private KeyStore loaded() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store())) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }
}
