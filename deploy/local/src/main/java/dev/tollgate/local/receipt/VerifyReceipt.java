package dev.tollgate.local.receipt;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.receipt.PublicKeys;
import dev.tollgate.contract.receipt.ReceiptCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Checks one receipt: exit code 0 when it is genuine and its sums agree, 1 with the first difference, 2 when it
/// could not be checked.
public final class VerifyReceipt {
    private static final int BYTES_MAX = 1 << 20;
    private static final int NANO_DECIMALS = 9;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final TypeReference<Map<String, @Nullable Object>> FIELDS = new TypeReference<>() {};

    /// A field that is there twice says two things: no receipt.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private VerifyReceipt() {}

    /// `FILE --keys FILE|URL`; the file `-` is the standard input.
    static void main(String[] arguments) {
        System.exit(run(arguments, System.in, System.out, System.err));
    }

    static int run(String[] arguments, InputStream in, PrintStream out, PrintStream err) {
        if (arguments.length != 3 || !arguments[1].equals("--keys")) {
            err.println("usage: ./tollgate verify-receipt FILE [--keys FILE|URL]");
            return 2;
        }
        try {
            Map<String, @Nullable Object> receipt = fields(read(arguments[0], in), arguments[0]);
            PublicKeys keys = PublicKeys.read(fields(read(arguments[2], in), arguments[2]));
            Optional<String> difference = ReceiptCheck.firstDifference(receipt, keys);
            if (difference.isPresent()) {
                err.println("tollgate: " + difference.get());
                return 1;
            }
            out.println(summary(receipt));
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            err.println("tollgate: " + e.getMessage());
            return 2;
        }
    }

    private static String summary(Map<String, @Nullable Object> receipt) {
        String charge = Objects.toString(receipt.get("charge"), "");
        String issued = receipt.get("issued_at") instanceof Number seconds
                ? " at " + Instant.ofEpochSecond(seconds.longValue())
                : "";
        return "genuine: request %s, %s nano-credits (%s credits), signed by %s%s; its sums agree"
                .formatted(
                        receipt.get("id"),
                        charge,
                        new BigDecimal(charge)
                                .movePointLeft(NANO_DECIMALS)
                                .stripTrailingZeros()
                                .toPlainString(),
                        receipt.get("kid"),
                        issued);
    }

    private static Map<String, @Nullable Object> fields(byte[] bytes, String name) {
        try {
            return JSON.readValue(bytes, FIELDS);
        } catch (IOException e) {
            throw new IllegalArgumentException(name + " is not a JSON object", e);
        }
    }

    private static byte[] read(String name, InputStream in) throws IOException {
        byte[] bytes = name.equals("-")
                ? in.readNBytes(BYTES_MAX + 1)
                : name.startsWith("http://") || name.startsWith("https://") ? fetched(name) : file(name);
        if (bytes.length > BYTES_MAX) {
            throw new IOException(name + " is larger than " + BYTES_MAX + " bytes");
        }
        return bytes;
    }

    private static byte[] file(String name) throws IOException {
        Path path = Path.of(name);
        if (!Files.isReadable(path)) {
            throw new IOException("cannot read " + name);
        }
        try (InputStream stream = Files.newInputStream(path)) {
            return stream.readNBytes(BYTES_MAX + 1);
        }
    }

    private static byte[] fetched(String url) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException(url + " answered " + response.statusCode());
                }
                return body.readNBytes(BYTES_MAX + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
