package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.stack.Stack;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Recordings and speech far larger than what an edge of 256 MiB may hold.
class BigAudioE2e {
    private static final int MIB = 1 << 20;
    private static final int HEAD = 44;
    private static final String MODEL = """
              - id: big-ears
                owner: tollgate
                capabilities: [transcription]
                created: 2026-01-01
                prices: {audio_minute: 0.001}
            """;
    private static final String DEPLOYMENTS = """
              - {id: demo/broken-ears, provider: demo, model: big-ears, upstream_model: fault-503, priority: 0}
              - {id: demo/whole-ears, provider: demo, model: big-ears, upstream_model: demo-transcribe-minutes, priority: 1}
            """;
    private static final Path DATA =
            Path.of("target", "big-" + UUID.randomUUID()).toAbsolutePath();

    private static @Nullable Stack stack;
    private static @Nullable Suite suite;

    @BeforeAll
    static void start() throws IOException {
        Path catalogue = Path.of("target", "big-" + UUID.randomUUID() + ".yaml");
        Files.createDirectories(catalogue.getParent());
        Files.writeString(
                catalogue,
                Files.readString(Path.of("../config/catalogue.yaml"))
                        .replaceFirst("(?m)^deployments:$", MODEL + "\ndeployments:")
                        .replaceFirst("(?m)^groups:$", DEPLOYMENTS + "\ngroups:"));
        stack = Stack.builder()
                .home(Path.of("..").toAbsolutePath().normalize())
                .dataDirectory(DATA)
                .catalogue(catalogue)
                .edges(1)
                .environment("edge", "TOLLGATE_LOCAL_HEAP", "256m")
                .build();
        stack.start();
        suite = new Suite(stack);
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void aSixtyMebibyteRecordingBeforeItsModelReachesTheSecondDeploymentByteForByte() throws Exception {
        Suite.Customer customer = suite().customer(Suite.CREDIT, "");
        long length = 60L * MIB;
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] before = "--b\r\nContent-Disposition: form-data; name=file; filename=long.wav\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8);
        byte[] after = "\r\n--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nbig-ears\r\n--b--\r\n"
                .getBytes(StandardCharsets.UTF_8);
        InputStream form = new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(before),
                new DigestInputStream(new Wave(length), digest),
                new ByteArrayInputStream(after))));
        HttpResponse<String> answer = suite().send(HttpRequest.newBuilder(
                        suite().edge(1).resolve("/v1/audio/transcriptions"))
                .timeout(Duration.ofMinutes(2))
                .header("Authorization", "Bearer " + customer.secret())
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(() -> form), before.length + length + after.length))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Suite.json(answer.body()).get("text").textValue()).contains("long.wav", Long.toString(length));

        List<JsonNode> asked = requests("long.wav");
        assertThat(asked)
                .extracting(request -> request.path("model").asText())
                .containsExactly("fault-503", "demo-transcribe-minutes");
        String sha = HexFormat.of().formatHex(digest.digest());
        assertThat(asked).allSatisfy(request -> {
            assertThat(request.at("/files/0/bytes").asLong()).isEqualTo(length);
            assertThat(request.at("/files/0/sha256").textValue()).isEqualTo(sha);
        });
        assertThat(spooled()).isEmpty();
        // As the provider tells it: whole milliseconds.
        charged(customer, "audio_milliseconds", (length - HEAD) / 32);
    }

    @Test
    void aSpeechOfTwoHundredMebibytesPassesAtItsSlowClientsPace() throws Exception {
        Suite.Customer customer = suite().customer(Suite.CREDIT, "");
        String input = "A long story. [mib:200]";
        byte[] body = ("{\"model\":\"demo-speech\",\"voice\":\"alloy\",\"response_format\":\"pcm\",\"input\":\"" + input
                        + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        long whole = 200L * MIB;
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(64 * 1024);
            client.connect(new InetSocketAddress(
                    suite().edge(1).getHost(), suite().edge(1).getPort()));
            client.setSoTimeout(30_000);
            client.getOutputStream()
                    .write(("POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + customer.secret()
                                    + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                                    + body.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            client.getOutputStream().write(body);
            InputStream in = client.getInputStream();
            assertThat(in.readNBytes(MIB)).hasSize(MIB);
            // It reads no more for two seconds: the provider must stop, too.
            await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(4)).until(() -> !written(whole));
            byte[] some = new byte[256 * 1024];
            long read = MIB;
            byte last = 0;
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                read += n;
                last = some[n - 1];
            }
            assertThat(read).as("with its framing").isBetween(whole, whole + 4L * MIB);
            assertThat(last).as("the end of the last chunk").isEqualTo((byte) '\n');
        }
        charged(customer, "characters", input.length());
    }

    @Test
    void aSixtyFiveMebibyteRecordingIsRefusedBeforeItWasReadWhole() {
        Suite.Customer customer = suite().customer(Suite.CREDIT, "");
        long length = 65L * MIB;
        try (Wire wire = new Wire(suite().edge(1))) {
            wire.write(head(customer, "Content-Length: " + (length + 200)));
            assertThat(wire.read()).returns(413, Wire.Answer::status).satisfies(answer -> assertThat(
                            answer.error().path("code").asText())
                    .isEqualTo("request_too_large"));
        }
        byte[] piece = new byte[MIB];
        try (Wire wire = new Wire(suite().edge(1))) {
            wire.write(head(customer, "Transfer-Encoding: chunked"));
            wire.write(chunk("--b\r\nContent-Disposition: form-data; name=file; filename=a.wav\r\n\r\n"
                    .getBytes(StandardCharsets.UTF_8)));
            for (int sent = 0; sent < 64; sent++) {
                wire.write(chunk(piece));
            }
            wire.write(chunk(new byte[64]));
            assertThat(wire.read()).returns(413, Wire.Answer::status);
        }
        assertThat(spooled()).isEmpty();
    }

    @Test
    void anEdgeKilledDuringAnUploadLeavesNothing() {
        Suite.Customer customer = suite().customer(Suite.CREDIT, "");
        try (Wire wire = new Wire(suite().edge(1))) {
            wire.write(head(customer, "Content-Length: " + 60L * MIB));
            wire.write("--b\r\nContent-Disposition: form-data; name=file; filename=a.wav\r\n\r\n");
            wire.write(new byte[10 * MIB]);
            await().until(() -> suite().metrics("edge").sum("tollgate_edge_uploads_promised_bytes") > 0);
            suite().process("edge").kill();
        }
        suite().startAgain("edge");
        assertThat(spooled()).isEmpty();
        assertThat(suite().metrics("edge").sum("tollgate_edge_uploads_promised_bytes"))
                .isZero();
    }

    private static Suite suite() {
        return Objects.requireNonNull(suite);
    }

    private static String head(Suite.Customer customer, String framing) {
        return "POST /v1/audio/transcriptions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + customer.secret()
                + "\r\nContent-Type: multipart/form-data; boundary=b\r\n" + framing + "\r\n\r\n";
    }

    private static byte[] chunk(byte[] bytes) {
        byte[] size = (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(size.length + bytes.length + 2)
                .put(size)
                .put(bytes)
                .put(new byte[] {'\r', '\n'})
                .array();
    }

    private static void charged(Suite.Customer customer, String unit, long quantity) {
        Books books = new Books(suite());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> books.records(customer).size() == 1);
        JsonNode record = books.records(customer).getFirst();
        assertThat(record.at("/quantities/" + unit).asLong()).isEqualTo(quantity);
        assertThat(record.get("outcome").textValue()).isEqualTo("completed");
        assertThat(Books.charge(record)).isPositive();
        assertThat(books.balance(customer)).isEqualTo(Suite.CREDIT - Books.charge(record));
    }

    /// What the provider has written of its newest speech.
    private static boolean written(long whole) {
        return requests("[mib:").stream()
                .anyMatch(request -> request.path("chunks_written").asLong() >= whole / (32 << 10));
    }

    private static List<JsonNode> requests(String said) {
        String log = suite().send(HttpRequest.newBuilder(
                                Objects.requireNonNull(stack).demoUrl().resolve("/demo/requests?limit=1000"))
                        .build())
                .body();
        return Suite.json(log)
                .get("requests")
                .valueStream()
                .filter(request -> request.toString().contains(said))
                .toList();
    }

    private static List<Path> spooled() {
        try (Stream<Path> files = Files.list(DATA.resolve("edge-1/uploads"))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A recording of 16 kHz, 16 bits, one channel, made as it is read.
    private static final class Wave extends InputStream {
        private final byte[] head;
        private final long length;
        private long at;

        Wave(long length) {
            this.length = length;
            int data = Math.toIntExact(length - HEAD);
            this.head = ByteBuffer.allocate(HEAD)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                    .putInt(36 + data)
                    .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                    .putInt(16)
                    .putShort((short) 1)
                    .putShort((short) 1)
                    .putInt(16_000)
                    .putInt(32_000)
                    .putShort((short) 2)
                    .putShort((short) 16)
                    .put("data".getBytes(StandardCharsets.US_ASCII))
                    .putInt(data)
                    .array();
        }

        @Override
        public int read() {
            if (at == length) {
                return -1;
            }
            int next = at < HEAD ? head[(int) at] : (int) ((at * 31) >> 3);
            at++;
            return next & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int count) {
            int taken = 0;
            while (taken < count) {
                int next = read();
                if (next < 0) {
                    return taken == 0 ? -1 : taken;
                }
                into[from + taken] = (byte) next;
                taken++;
            }
            return taken;
        }
    }
}
