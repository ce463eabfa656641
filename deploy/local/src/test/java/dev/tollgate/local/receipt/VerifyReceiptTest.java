package dev.tollgate.local.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.contract.receipt.PublicKeys;
import dev.tollgate.contract.receipt.ReceiptSignature;
import dev.tollgate.contract.receipt.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyReceiptTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SigningKey KEY = SigningKey.parse(
                    "k1:" + Base64.getEncoder().encodeToString(new byte[32]))
            .getFirst();

    @TempDir
    private Path directory;

    private Path keys;

    @BeforeEach
    void publish() throws IOException {
        keys = directory.resolve("keys.json");
        Files.writeString(
                keys,
                JSON.writeValueAsString(
                        PublicKeys.of(Map.of("k1", KEY.publicKey())).document()));
    }

    @Test
    void aGenuineReceiptEndsWithZero() throws IOException {
        assertThat(verify(write(receipt())))
                .isEqualTo(new Told(
                        0,
                        "genuine: request r1, 1500000 nano-credits (0.0015 credits), signed by k1 at 2026-11-22T00:00:00Z;"
                                + " its sums agree"));
    }

    @Test
    void aWrongSumEndsWithOneAndIsNamed() throws IOException {
        Map<String, Object> receipt = receipt();
        receipt.put("components", Map.of("input", "1499999"));
        receipt.put("charge", "1499999");
        receipt.put("collected", "1499999");
        assertThat(verify(write(receipt)))
                .isEqualTo(new Told(
                        1,
                        "tollgate: components.input: 1500 at 1000000000 nano-credits per million are 1500000, the receipt"
                                + " says 1499999"));
    }

    @Test
    void aFieldThatWasTouchedEndsWithOne() throws IOException {
        Path file = write(receipt());
        Files.writeString(file, Files.readString(file).replace("\"r1\"", "\"r2\""));
        assertThat(verify(file)).isEqualTo(new Told(1, "tollgate: signature: key k1 did not sign this"));
    }

    @Test
    void aFieldThatIsThereTwiceIsNoReceipt() throws IOException {
        Path file = write(receipt());
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"id\":\"r0\","));
        assertThat(verify(file).code()).isEqualTo(2);
    }

    @Test
    void keysMayBeFetchedAndTheReceiptPiped() throws IOException {
        byte[] document = Files.readAllBytes(keys);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, document.length);
            exchange.getResponseBody().write(document);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            byte[] piped = Files.readAllBytes(write(receipt()));
            assertThat(run(piped, "-", "--keys", url + "/keys").code()).isZero();
            assertThat(run(piped, "-", "--keys", url + "/other"))
                    .isEqualTo(new Told(2, "tollgate: " + url + "/other answered 404"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void saysWhatItTakes() {
        assertThat(run(new byte[0], "file"))
                .isEqualTo(new Told(2, "usage: ./tollgate verify-receipt FILE [--keys FILE|URL]"));
        assertThat(verify(directory.resolve("none")).code()).isEqualTo(2);
    }

    private static Map<String, Object> receipt() {
        Map<String, Object> receipt = new HashMap<>();
        receipt.put("id", "r1");
        receipt.put("kid", "k1");
        receipt.put("issued_at", 1_795_305_600L);
        receipt.put("quantities", Map.of("input", 1_500));
        receipt.put("prices", Map.of("input", "1000000000"));
        receipt.put("components", Map.of("input", "1500000"));
        receipt.put("charge", "1500000");
        receipt.put("collected", "1500000");
        receipt.put("uncollected", "0");
        return receipt;
    }

    private Path write(Map<String, Object> receipt) throws IOException {
        receipt.put("signature", ReceiptSignature.sign(receipt, KEY));
        Path file = directory.resolve("receipt.json");
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(receipt));
        return file;
    }

    private Told verify(Path file) {
        return run(new byte[0], file.toString(), "--keys", keys.toString());
    }

    private static Told run(byte[] in, String... arguments) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8)) {
            int code = VerifyReceipt.run(arguments, new ByteArrayInputStream(in), out, out);
            return new Told(code, told.toString(StandardCharsets.UTF_8).strip());
        }
    }

    private record Told(int code, String text) {}
}
