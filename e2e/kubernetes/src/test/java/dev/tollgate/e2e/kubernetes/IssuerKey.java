package dev.tollgate.e2e.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What the cluster that is made on this machine signs the tokens of ServiceAccounts with: for tokens that no API
/// server gives out, as each of its own is good for ten minutes at least.
record IssuerKey(PrivateKey key) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /// Beside the administrator's kubeconfig; somebody else's cluster does not show its own.
    static Optional<IssuerKey> atHand() {
        Path file = Path.of(System.getenv().getOrDefault("KUBECONFIG", "")).resolveSibling("pki/sa.key");
        return Files.isReadable(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /// The same token with other claims, signed again.
    String signed(String token, Consumer<ObjectNode> change) {
        String[] parts = token.split("\\.", -1);
        ObjectNode claims = (ObjectNode) Kubectl.read(new String(DECODER.decode(parts[1]), StandardCharsets.UTF_8));
        change.accept(claims);
        String said = parts[0] + "." + ENCODER.encodeToString(claims.toString().getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(said.getBytes(StandardCharsets.US_ASCII));
            return said + "." + ENCODER.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// openssl, which has written it, gives it the form that Java reads.
    private static IssuerKey read(Path file) {
        try {
            Path form = Files.createTempFile("issuer", ".der");
            try {
                Kubectl.Outcome outcome = Kubectl.program(
                        List.of(
                                "openssl",
                                "pkcs8",
                                "-topk8",
                                "-nocrypt",
                                "-in",
                                file.toString(),
                                "-outform",
                                "DER",
                                "-out",
                                form.toString()),
                        PATIENCE,
                        "");
                if (!outcome.succeeded()) {
                    throw new IllegalStateException(outcome.err());
                }
                return new IssuerKey(KeyFactory.getInstance("EC")
                        .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(form))));
            } finally {
                Files.deleteIfExists(form);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
