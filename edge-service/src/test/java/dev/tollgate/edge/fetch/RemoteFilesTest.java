package dev.tollgate.edge.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.edge.provider.spi.FetchedFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files are served by a real server on this machine; only 127.0.0.1 is allowed, so that every other address of
/// this machine stands for one that is nobody's business.
class RemoteFilesTest {
    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> settings = new HashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, List<String>> names = new HashMap<>();
    private final AtomicInteger lookUps = new AtomicInteger();
    private final Set<String> silent = new HashSet<>();
    private Consumer<HttpServerRequest> server = request -> png(request);
    private int port;

    @BeforeEach
    void serve() {
        settings.put("tollgate.edge.fetch.allow", "127.0.0.1/32");
        settings.put("tollgate.edge.fetch.timeout", "2s");
        settings.put("tollgate.edge.fetch.file-max", "4K");
        port = join(vertx.createHttpServer()
                        .requestHandler(request -> {
                            asked.add(request.uri());
                            server.accept(request);
                        })
                        .listen(0, "0.0.0.0"))
                .actualPort();
    }

    @AfterEach
    void close() {
        join(vertx.close());
    }

    @Test
    void aFileIsFetchedOnceHoweverOftenItIsWanted() {
        String url = "http://files.example:" + port + "/a.png";
        names.put("files.example", List.of("127.0.0.1"));
        Fetching fetching = fetch(url, url);
        assertThat(fetching).isInstanceOfSatisfying(Fetching.Fetched.class, fetched -> {
            FetchedFile file = Objects.requireNonNull(fetched.files().get(url));
            assertThat(file.mediaType()).isEqualTo("image/png");
            assertThat(file.bytes()).isEqualTo(PNG);
        });
        assertThat(asked).containsExactly("/a.png");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.2",
                "localhost",
                "[::1]",
                "[::ffff:127.0.0.2]",
                "169.254.169.254",
                "10.0.0.1",
                "2130706433",
                "0x7f000001",
                "0177.0.0.1",
                "127.1",
                "[fe80::1]",
                "0.0.0.0",
                "[::]",
                "metadata.google.internal",
                "[::ffff:7f00:2]",
                "[::127.0.0.2]",
                "[64:ff9b::7f00:2]",
                "[64:ff9b::169.254.169.254]",
                "[2002:7f00:2::]",
                "[fd00:ec2::254]",
                "100.100.100.200",
                "168.63.129.16",
                "0x7f.0.0.2",
                "017700000002",
                "wrapped.example"
            })
    void nothingInsideIsReached(String host) {
        names.put("localhost", List.of("127.0.0.2"));
        names.put("metadata.google.internal", List.of("169.254.169.254"));
        names.put("wrapped.example", List.of("64:ff9b::7f00:2"));
        assertThat(fetch("http://" + host + ":" + port + "/latest/meta-data")).isInstanceOf(Fetching.Refused.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void oneForbiddenAddressAmongSeveralForbidsTheName() {
        names.put("mixed.example", List.of("127.0.0.1", "10.0.0.1"));
        assertThat(fetch("http://mixed.example:" + port + "/")).isInstanceOf(Fetching.Refused.class);
        assertThat(asked).isEmpty();
    }

    /// The name is public when it is judged, and means this machine a moment later: the connection still goes to
    /// the address that was judged, and nobody asks again.
    @Test
    void aNameThatChangesItsMindGainsNothing() {
        names.put("rebind.example", new ArrayList<>(List.of("127.0.0.1")));
        server = request -> {
            names.put("rebind.example", List.of("127.0.0.2"));
            png(request);
        };
        assertThat(fetch("http://rebind.example:" + port + "/")).isInstanceOf(Fetching.Fetched.class);
        assertThat(lookUps).hasValue(1);
        assertThat(fetch("http://rebind.example:" + port + "/")).isInstanceOf(Fetching.Refused.class);
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2:%d/secret",
                "http://inside.example:%d/",
                "file:///etc/passwd",
                "http://[::1]:%d/",
                "http://2130706433:%d/"
            })
    void aRedirectIsJudgedAnew(String location) {
        names.put("files.example", List.of("127.0.0.1"));
        names.put("inside.example", List.of("192.168.0.1"));
        server = request -> request.response()
                .setStatusCode(302)
                .putHeader("Location", location.formatted(port))
                .end();
        assertThat(fetch("http://files.example:" + port + "/go")).isInstanceOf(Fetching.Refused.class);
        assertThat(asked).containsExactly("/go");
    }

    @Test
    void redirectsAreFollowedAFewTimes() {
        server = request -> {
            int hop = Integer.parseInt(request.uri().substring(1));
            if (hop == 0) {
                png(request);
            } else {
                request.response()
                        .setStatusCode(307)
                        .putHeader("Location", "/" + (hop - 1))
                        .end();
            }
        };
        assertThat(fetch("http://127.0.0.1:" + port + "/3")).isInstanceOf(Fetching.Fetched.class);
        assertThat(message("http://127.0.0.1:" + port + "/4")).contains("redirects too often");
    }

    @Test
    void aFileThatIsTooLargeIsLeftAsSoonAsThatIsKnown() {
        server = request -> request.response().end(Buffer.buffer(new byte[5_000]));
        assertThat(message("http://127.0.0.1:" + port + "/told")).contains("larger than 4096");
        server = request -> endless(request.response().setChunked(true));
        assertThat(message("http://127.0.0.1:" + port + "/endless")).contains("larger than 4096");
    }

    private void endless(HttpServerResponse response) {
        response.write(Buffer.buffer(new byte[1_000])).onSuccess(written -> endless(response));
    }

    @Test
    void whatIsNoPictureIsNotPassedOnWhateverTheServerSays() {
        server = request ->
                request.response().putHeader("Content-Type", "image/png").end("root:x:0:0:root:/root:/bin/bash");
        assertThat(message("http://127.0.0.1:" + port + "/"))
                .contains("PNG, JPEG, GIF, WebP or PDF")
                .doesNotContain("root");
    }

    @Test
    void aServerThatSaysNothingIsLeftInTime() {
        settings.put("tollgate.edge.fetch.timeout", "100ms");
        server = request -> {};
        assertThat(message("http://127.0.0.1:" + port + "/")).contains("too long");
        server = request -> request.response().setChunked(true).write(Buffer.buffer(Arrays.copyOf(PNG, 20)));
        assertThat(message("http://127.0.0.1:" + port + "/half")).contains("too long");
    }

    @Test
    void aResolverThatSaysNothingIsLeftInTime() {
        settings.put("tollgate.edge.fetch.timeout", "100ms");
        silent.add("slow.example");
        assertThat(message("http://slow.example/")).contains("too long");
    }

    /// Each may be in time, all together are not.
    @Test
    void redirectsShareTheTimeOfTheirFile() {
        settings.put("tollgate.edge.fetch.timeout", "300ms");
        settings.put("tollgate.edge.fetch.redirects-max", "1000");
        server = request -> vertx.setTimer(50, later -> request.response()
                .setStatusCode(302)
                .putHeader("Location", "/again")
                .end());
        assertThat(message("http://127.0.0.1:" + port + "/")).contains("too long");
        assertThat(asked).hasSizeBetween(2, 7);
    }

    @Test
    void theOneThatIsRefusedIsNamed() {
        String good = "http://127.0.0.1:" + port + "/good";
        String bad = "http://10.0.0.1/bad";
        assertThat(fetch(good, bad, good))
                .isInstanceOfSatisfying(Fetching.Refused.class, refused -> assertThat(refused.address())
                        .isEqualTo(bad));
    }

    @Test
    void whetherAnythingAnswersIsNotTold() {
        names.put("dead.example", List.of("127.0.0.1"));
        String refused = message("http://127.0.0.2:" + port + "/");
        assertThat(message("http://dead.example:1/")).isEqualTo(refused);
        assertThat(message("http://no.such.name/")).isEqualTo(refused);
        assertThat(refused).doesNotContain("127.0.0.2").doesNotContain(Integer.toString(port));
    }

    @Test
    void nothingOfOursOrTheCallersIsSentAlong() {
        List<String> headers = new CopyOnWriteArrayList<>();
        server = request -> {
            request.headers().names().forEach(name -> headers.add(name.toLowerCase(Locale.ROOT)));
            png(request);
        };
        fetch("http://127.0.0.1:" + port + "/");
        assertThat(headers).containsExactlyInAnyOrder("host", "accept", "user-agent", "connection");
    }

    @Test
    void onlyAFewAreFetchedAtATimeAndForOneRequest() {
        settings.put("tollgate.edge.fetch.concurrent-max", "1");
        settings.put("tollgate.edge.fetch.files-max", "2");
        List<HttpServerRequest> waiting = new CopyOnWriteArrayList<>();
        server = waiting::add;
        RemoteFiles files = files();
        Future<Fetching> first = files.fetch(List.of("http://127.0.0.1:" + port + "/1"));
        assertThat(join(files.fetch(List.of("http://127.0.0.1:" + port + "/2"))))
                .isInstanceOf(Fetching.Busy.class);
        assertThat(join(files.fetch(List.of("http://a/", "http://b/", "http://c/"))))
                .isInstanceOfSatisfying(Fetching.Refused.class, refused -> assertThat(refused.address())
                        .isEqualTo("http://c/"));
        await().until(() -> !waiting.isEmpty());
        png(waiting.getFirst());
        assertThat(join(first)).isInstanceOf(Fetching.Fetched.class);
        server = this::png;
        assertThat(join(files.fetch(List.of("http://127.0.0.1:" + port + "/3"))))
                .as("the place is free again")
                .isInstanceOf(Fetching.Fetched.class);
    }

    private void png(HttpServerRequest request) {
        request.response().putHeader("Content-Type", "text/html").end(Buffer.buffer(PNG));
    }

    private String message(String url) {
        Fetching fetching = fetch(url);
        assertThat(fetching).isInstanceOf(Fetching.Refused.class);
        return ((Fetching.Refused) fetching).message();
    }

    private Fetching fetch(String... urls) {
        return join(files().fetch(List.of(urls)));
    }

    private RemoteFiles files() {
        FetchConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverters(new Converter<?>[] {
                    new io.quarkus.runtime.configuration.MemorySizeConverter(),
                    new io.quarkus.runtime.configuration.DurationConverter()
                })
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .withMapping(FetchConfig.class)
                .build()
                .getConfigMapping(FetchConfig.class);
        return new RemoteFiles(vertx, this::lookUp, config, new SimpleMeterRegistry());
    }

    /// DNS, as the test has it; literals mean themselves.
    private Future<List<InetAddress>> lookUp(String host) {
        lookUps.incrementAndGet();
        if (silent.contains(host)) {
            return Promise.<List<InetAddress>>promise().future();
        }
        List<String> known = names.get(host);
        try {
            return Future.succeededFuture(
                    known == null
                            ? List.of(InetAddress.ofLiteral(host))
                            : known.stream().map(InetAddress::ofLiteral).toList());
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(e);
        }
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
