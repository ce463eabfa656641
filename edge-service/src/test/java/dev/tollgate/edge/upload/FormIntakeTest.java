package dev.tollgate.edge.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Taken;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.provider.spi.UpstreamBody;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Forms over real sockets, onto a real disk.
class FormIntakeTest {
    private static final String FIELD = "--b\r\nContent-Disposition: form-data; name=model\r\n\r\nm\r\n";
    private static final String FILE = "--b\r\nContent-Disposition: form-data; name=file; filename=a.wav\r\n\r\n";
    private static final String END = "\r\n--b--\r\n";

    @TempDir
    Path dir;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Map<String, String> settings = new HashMap<>();
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final List<Form> forms = new CopyOnWriteArrayList<>();
    /// What the file was, read twice.
    private final List<String> files = new CopyOnWriteArrayList<>();
    private boolean keeps;
    private FileFields fileFields = FileFields.one("file");
    private int port;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aFileBeforeTheModelIsReadAsOftenAsNeededAndLeavesNothing() throws IOException {
        String sound = "sound".repeat(100_000);
        try (Socket client = client(length(FILE + sound + "\r\n" + FIELD + "--b--"), "")) {
            client.getOutputStream().write(bytes(FILE + sound + "\r\n" + FIELD + "--b--"));
            assertThat(answer(client)).startsWith("HTTP/1.1 200");
        }
        assertThat(files).containsExactly(sound, sound);
        assertThat(forms.getFirst().text("model")).isEqualTo("m");
        assertThat(forms.getFirst().files().getFirst().start().toString()).isEqualTo(sound.substring(0, 4_096));
        assertGone();
    }

    /// It has no name from the moment it is open: the death of the process is its end.
    @Test
    void whileItIsThereTheFileHasNoName() throws IOException {
        keeps = true;
        try (Socket client = client(length(FILE + "abc" + END), "")) {
            client.getOutputStream().write(bytes(FILE + "abc" + END));
            assertThat(answer(client)).startsWith("HTTP/1.1 200");
        }
        assertThat(names()).isEmpty();
        assertThat(promised()).isPositive();
    }

    @Test
    void whatADeadProcessLeftIsDeletedAtStart() throws IOException {
        Files.writeString(dir.resolve("3f2a.upload"), "left");
        Files.writeString(dir.resolve("somebody's.txt"), "not ours");
        start();
        assertThat(names()).containsExactly("somebody's.txt");
    }

    @Test
    void aLengthAboveTheLimitIsRefusedBeforeAByteIsRead() throws IOException {
        settings.put("tollgate.edge.upload.file-max", "1K");
        settings.put("tollgate.edge.upload.fields-max", "1K");
        try (Socket client = client("Content-Length: 2049", "")) {
            assertThat(answer(client)).startsWith("HTTP/1.1 413").contains("file");
        }
        assertGone();
    }

    @Test
    void aChunkedFileIsRefusedWhenItPassesTheLimit() throws IOException {
        settings.put("tollgate.edge.upload.file-max", "1K");
        try (Socket client = client("Transfer-Encoding: chunked", "")) {
            client.getOutputStream().write(bytes(chunk(FILE) + chunk("x".repeat(1_024))));
            await().during(Duration.ofMillis(200))
                    .until(() -> client.getInputStream().available() == 0);
            client.getOutputStream().write(bytes(chunk("y".repeat(16))));
            assertThat(answer(client)).startsWith("HTTP/1.1 413").contains("file");
        }
        assertGone();
    }

    @Test
    void aFileOfExactlyTheLimitIsTaken() throws IOException {
        settings.put("tollgate.edge.upload.file-max", "1K");
        try (Socket client = client("Transfer-Encoding: chunked", "")) {
            client.getOutputStream().write(bytes(chunk(FILE) + chunk("x".repeat(1_024)) + chunk(END) + "0\r\n\r\n"));
            assertThat(answer(client)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void fieldsThatAreTooLargeAreRefusedByTheirName() throws IOException {
        settings.put("tollgate.edge.upload.fields-max", "1K");
        String form = "--b\r\nContent-Disposition: form-data; name=prompt\r\n\r\n" + "p".repeat(1_100) + END;
        try (Socket client = client("Transfer-Encoding: chunked", "")) {
            client.getOutputStream().write(bytes(chunk(form)));
            assertThat(answer(client)).startsWith("HTTP/1.1 413").contains("prompt");
        }
        assertGone();
    }

    @Test
    void aClientThatFallsSilentIsLetGo() throws IOException {
        settings.put("tollgate.edge.upload.idle", "300ms");
        try (Socket client = client("Content-Length: 5000", "")) {
            client.getOutputStream().write(bytes(FILE));
            assertThat(client.getInputStream().read()).isNegative();
        }
        assertThat(taken).containsExactly(new Taken.Gone());
        assertGone();
    }

    @Test
    void aClientThatDripsIsLetGoInTheEnd() throws IOException {
        settings.put("tollgate.edge.upload.timeout", "600ms");
        try (Socket client = client("Content-Length: 5000", "")) {
            client.getOutputStream().write(bytes(FILE));
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                if (taken.isEmpty()) {
                    client.getOutputStream().write('x');
                }
                return !taken.isEmpty();
            });
        }
        assertThat(taken).containsExactly(new Taken.Gone());
        assertGone();
    }

    @Test
    void aClientThatLeavesHalfwayLeavesNothing() throws IOException {
        try (Socket client = client("Content-Length: 500000", "")) {
            client.getOutputStream().write(bytes(FILE + "x".repeat(100_000)));
            await().until(() -> promised() > 0);
        }
        await().until(() -> taken.equals(List.of(new Taken.Gone())));
        assertGone();
    }

    @Test
    void aClientThatWaitsToBeLetInIsLetIn() throws IOException {
        try (Socket client = client(length(FILE + "abc" + END), "Expect: 100-continue\r\n")) {
            assertThat(new String(client.getInputStream().readNBytes(25), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            client.getOutputStream().write(bytes(FILE + "abc" + END));
            assertThat(answer(client)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aClientThatWaitsToBeLetInWithTooMuchIsNot() throws IOException {
        try (Socket client = client("Content-Length: 999999999", "Expect: 100-continue\r\n")) {
            assertThat(answer(client)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void allUploadsTogetherAreBounded() throws IOException {
        settings.put("tollgate.edge.upload.total-max", "2K");
        try (Socket first = client("Content-Length: 2000", "")) {
            first.getOutputStream().write(bytes(FILE));
            await().until(() -> promised() == 2_000);
            try (Socket second = again("Content-Length: 100")) {
                assertThat(answer(second)).startsWith("HTTP/1.1 503").contains("room");
            }
        }
        await().until(() -> promised() == 0);
        assertThat(registry.get("tollgate.edge.uploads.refused").counter().count())
                .isOne();
    }

    @Test
    void aDiskThatIsNearlyFullTakesNone() throws IOException {
        settings.put("tollgate.edge.upload.disk-free", String.valueOf(Long.MAX_VALUE));
        try (Socket client = client("Content-Length: 100", "")) {
            assertThat(answer(client)).startsWith("HTTP/1.1 503");
        }
        assertGone();
    }

    @Test
    void whatIsNoFormIsRefused() throws IOException {
        try (Socket client = client(length("nothing"), "")) {
            client.getOutputStream().write(bytes("nothing"));
            assertThat(answer(client)).startsWith("HTTP/1.1 400").contains("multipart");
        }
        assertGone();
    }

    @Test
    void whatItsReaderRefusesIsRefusedAndGone() throws IOException {
        try (Socket client = client(length(FIELD + "--b--"), "")) {
            client.getOutputStream().write(bytes(FIELD + "--b--"));
            assertThat(answer(client)).startsWith("HTTP/1.1 400").contains("file");
        }
        assertGone();
    }

    @Test
    void twoFilesAreTwoMeanings() throws IOException {
        String form = FILE + "a\r\n" + FILE + "b" + END;
        try (Socket client = client(length(form), "")) {
            client.getOutputStream().write(bytes(form));
            assertThat(answer(client)).startsWith("HTTP/1.1 400").contains("more than once");
        }
        assertGone();
    }

    /// One behind the other in one file of the disk.
    @Test
    void severalFilesAreEachReadAsTheyWere() throws IOException {
        fileFields = new FileFields(Set.of("mask"), Set.of("file"));
        String mask = "--b\r\nContent-Disposition: form-data; name=mask; filename=m.png\r\n\r\n";
        String form = FILE + "first\r\n" + FIELD + mask + "a mask\r\n" + FILE + "third" + END;
        keeps = true;
        try (Socket client = client(length(form), "")) {
            client.getOutputStream().write(bytes(form));
            assertThat(answer(client)).startsWith("HTTP/1.1 200");
        }
        assertThat(files).containsExactly("third", "third");
        assertThat(forms.getFirst().files())
                .extracting(Upload::name, Upload::length, file -> file.start().toString())
                .containsExactly(tuple("file", 5L, "first"), tuple("mask", 6L, "a mask"), tuple("file", 5L, "third"));
        assertThat(forms.getFirst().parts().stream().map(UpstreamBody.Part::name))
                .containsExactly("file", "model", "mask", "file");
    }

    @Test
    void severalFilesAreBoundedEachAndTogether() throws IOException {
        fileFields = new FileFields(Set.of("mask"), Set.of("file"));
        settings.put("tollgate.edge.upload.file-max", "1K");
        settings.put("tollgate.edge.upload.files-max", "2K");
        String kilo = FILE + "x".repeat(1_000) + "\r\n";
        try (Socket client = client("Transfer-Encoding: chunked", "")) {
            client.getOutputStream().write(bytes(chunk(kilo + kilo) + chunk(FILE + "y".repeat(100))));
            assertThat(answer(client)).startsWith("HTTP/1.1 413").contains("file: All files together");
        }
        assertGone();
    }

    @Test
    void ofSeveralFilesThoseThatComeOnceAreTwoMeanings() throws IOException {
        fileFields = new FileFields(Set.of("mask"), Set.of("file"));
        String mask = "--b\r\nContent-Disposition: form-data; name=mask; filename=m.png\r\n\r\nm\r\n";
        try (Socket client = client(length(mask + mask + "--b--"), "")) {
            client.getOutputStream().write(bytes(mask + mask + "--b--"));
            assertThat(answer(client))
                    .startsWith("HTTP/1.1 400")
                    .contains("mask")
                    .contains("more than once");
        }
        assertGone();
    }

    /// The same files in another order say something else.
    @Test
    void twoFormsAreTheSameOnlyWithTheSameFilesInTheSamePlaces() throws IOException {
        fileFields = new FileFields(Set.of("mask"), Set.of("file"));
        List<String> bodies = List.of(
                FILE + "ab\r\n" + FILE + "c" + END,
                FILE + "ab\r\n" + FILE + "c" + END,
                FILE + "a\r\n" + FILE + "bc" + END);
        start();
        for (String body : bodies) {
            try (Socket client = connect(length(body), "")) {
                client.getOutputStream().write(bytes(body));
                assertThat(answer(client)).startsWith("HTTP/1.1 200");
            }
        }
        assertThat(forms.get(0).fingerprint()).isEqualTo(forms.get(1).fingerprint());
        assertThat(forms.get(0).fingerprint()).isNotEqualTo(forms.get(2).fingerprint());
    }

    private void start() {
        UploadConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverters(new Converter<?>[] {new MemorySizeConverter(), new DurationConverter()})
                .withSources(new PropertiesConfigSource(
                        Map.of("tollgate.edge.upload.dir", dir.toString(), "tollgate.edge.upload.disk-free", "1M"),
                        "dir",
                        200))
                .withSources(new PropertiesConfigSource(settings, "test", 300))
                .withMapping(UploadConfig.class)
                .build()
                .getConfigMapping(UploadConfig.class);
        Spool spool = new Spool(vertx, config, registry);
        spool.prepare();
        FormIntake intake = new FormIntake(vertx, config, spool);
        port = vertx.createHttpServer()
                .requestHandler(request -> take(intake, request))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private void take(FormIntake intake, HttpServerRequest request) {
        request.pause();
        intake.take(request, fileFields, this::read).onComplete(done -> {
            Taken outcome = done.result();
            taken.add(outcome);
            switch (outcome) {
                case Taken.Understood understood -> answered(request);
                case Taken.Refused(ServiceError error, long retry) -> {
                    request.resume();
                    request.response().setStatusCode(error.code().status()).end(error.param() + ": " + error.message());
                }
                case Taken.Gone() -> request.response().reset();
            }
        });
    }

    @SuppressWarnings("NullAway") // What is made of a form is of no interest here.
    private ModelRequest read(Form form) {
        if (form.files().isEmpty()) {
            throw Invalid.missing("file");
        }
        forms.add(form);
        return null;
    }

    private void answered(HttpServerRequest request) {
        Form form = forms.getLast();
        UpstreamBody.File file = form.files().getLast().part();
        int length = (int) file.length();
        file.content()
                .read(0, length)
                .onSuccess(bytes -> files.add(bytes.toString()))
                .compose(once -> file.content().read(0, length))
                .onSuccess(bytes -> files.add(bytes.toString()))
                .onComplete(twice -> {
                    if (!keeps) {
                        form.discard();
                        form.discard();
                    }
                    request.response().end("ok");
                });
    }

    /// Of an intake with the settings made until now.
    private Socket client(String framing, String more) throws IOException {
        start();
        return connect(framing, more);
    }

    private Socket again(String framing) throws IOException {
        return connect(framing, "");
    }

    private Socket connect(String framing, String more) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(8_000);
        socket.getOutputStream()
                .write(bytes("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n" + more
                        + framing + "\r\n\r\n"));
        return socket;
    }

    private static String answer(Socket client) throws IOException {
        Buffer seen = Buffer.buffer();
        while (!seen.toString().contains("\r\n\r\n") || client.getInputStream().available() > 0) {
            int next = client.getInputStream().read();
            if (next < 0) {
                break;
            }
            seen.appendByte((byte) next);
        }
        return seen.toString();
    }

    private void assertGone() {
        await().until(() -> promised() == 0);
        assertThat(names()).isEmpty();
    }

    private double promised() {
        return registry.get("tollgate.edge.uploads.promised").gauge().value();
    }

    private List<String> names() {
        try (Stream<Path> there = Files.list(dir)) {
            return there.map(path -> path.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String length(String body) {
        return "Content-Length: " + bytes(body).length;
    }

    private static String chunk(String bytes) {
        return Integer.toHexString(bytes.length()) + "\r\n" + bytes + "\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
