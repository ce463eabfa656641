package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.local.stack.Stack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pictures by address, for providers that want the bytes: fetched by the edge from where an operator allows it, in
/// bounds, and from nowhere else inside. Only 127.0.0.1 is allowed here; every other address of this machine stands
/// for one that is nobody's business.
class FilesByAddressE2e {
    private static final byte[] PIXEL = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static final int FILE_MAX = 64 * 1024;
    private static final String PLACE = "messages[1].content[1].image_url.url";

    private static final List<String> ASKED = new CopyOnWriteArrayList<>();
    private static final CountDownLatch END = new CountDownLatch(1);
    private static @Nullable HttpServer server;
    private static @Nullable Suite suite;

    private static final String MIXED = """
              - {id: mixed, owner: tollgate, context_window: 128000, output_bound: 4096, least_useful_output: 16,
                 capabilities: [chat, vision], created: 2026-01-01, prices: {input: 1, output: 4}}
            """;
    private static final String MIXED_DEPLOYMENTS = """
              - {id: mixed/0, provider: anthropic, model: mixed, upstream_model: fault-500, priority: 0}
              - {id: mixed/1, provider: gemini, model: mixed, upstream_model: gemini-2.0-flash, priority: 1}
            """;

    private final Suite.Customer customer = suite().customer(1_000 * Suite.CREDIT, "");
    private final Caller caller = new Caller(suite(), customer.secret());

    @BeforeAll
    static void start() throws IOException {
        HttpServer files = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
        files.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        files.createContext("/", FilesByAddressE2e::serve);
        files.start();
        server = files;
        suite = new Suite(Stack.builder()
                .home(Path.of("..").toAbsolutePath().normalize())
                .dataDirectory(Path.of("target", "files-" + UUID.randomUUID()).toAbsolutePath())
                .catalogue(catalogue())
                .demoAll(true)
                .environment("edge", "TOLLGATE_EDGE_FETCH_ALLOW", "127.0.0.1/32")
                .environment("edge", "TOLLGATE_EDGE_FETCH_FILE_MAX", Integer.toString(FILE_MAX))
                .environment("edge", "TOLLGATE_EDGE_FETCH_TIMEOUT", "1s")
                .build()
                .start());
    }

    private static Path catalogue() throws IOException {
        Path file = TestCatalogue.write();
        return Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("(?m)^deployments:$", MIXED + "\ndeployments:")
                        .replaceFirst("(?m)^groups:$", MIXED_DEPLOYMENTS + "\ngroups:"));
    }

    @AfterAll
    static void stop() {
        END.countDown();
        if (suite != null) {
            suite.stack().close();
        }
        if (server != null) {
            server.stop(0);
        }
    }

    private static void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        ASKED.add(path);
        switch (path.substring(1).replaceFirst("/.*", "")) {
            case "large" -> answer(exchange, FILE_MAX + 1L, picture(FILE_MAX + 1));
            case "endless" -> endless(exchange);
            case "slow" -> slow(exchange);
            case "loop" -> redirect(exchange, path);
            case "inside" -> redirect(exchange, "http://127.0.0.2:" + port() + "/secret");
            case "text" -> answer(exchange, 0, "root:x:0:0".getBytes(StandardCharsets.US_ASCII));
            default -> answer(exchange, 0, picture(PIXEL.length + Math.floorMod(path.hashCode(), 1_000)));
        }
    }

    /// With a length of 0 the end tells it.
    private static void answer(HttpExchange exchange, long length, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, length);
            exchange.getResponseBody().write(body);
        }
    }

    /// Until the other side has had enough of it.
    private static void endless(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, 0);
            exchange.getResponseBody().write(PIXEL);
            for (int i = 0; i < 100_000; i++) {
                exchange.getResponseBody().write(new byte[1_024]);
            }
        }
        throw new AssertionError("it was read to the end");
    }

    private static void slow(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, 0);
            exchange.getResponseBody().write(PIXEL);
            exchange.getResponseBody().flush();
            END.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_MOVED_TEMP, -1);
        }
    }

    private static byte[] picture(int length) {
        ByteArrayOutputStream picture = new ByteArrayOutputStream();
        picture.writeBytes(PIXEL);
        picture.writeBytes(new byte[length - PIXEL.length]);
        return picture.toByteArray();
    }

    @Test
    void aPictureFromWhereItIsAllowedReachesTheProviderAsBytes() {
        String path = "/" + Ask.marker() + ".png";
        Reply reply = ask("gemini-2.0-flash", url(path), 200);
        assertThat(reply.json().at("/choices/0/message/content").asText()).isNotEmpty();
        assertThat(ASKED.stream().filter(path::equals)).hasSize(1);
        String sent = Base64.getEncoder().encodeToString(picture(PIXEL.length + Math.floorMod(path.hashCode(), 1_000)));
        String heard = new DemoLog(suite()).whole();
        assertThat(heard).contains(sent).doesNotContain(url(path));
        assertThat(heard).contains("image/png");
    }

    @Test
    void aSecondDeploymentGetsThePictureThatWasFetchedForTheFirst() {
        String path = "/" + Ask.marker() + ".png";
        ask("gemini/fallback", url(path), 200);
        assertThat(ASKED.stream().filter(path::equals)).as("fetched once").hasSize(1);
    }

    /// Anthropic fetches by https itself; Gemini has to be sent that picture, too.
    @Test
    void aSecondDialectsOwnNeedsCount() {
        caller.post(
                "/v1/chat/completions",
                "{\"model\":\"mixed\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url("/a.png") + "\"}},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://10.0.0.1/b.png\"}}]}]}");
        Books books = new Books(suite());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !books.records(customer).isEmpty());
        assertThat(books.records(customer).getFirst().findValuesAsText("result"))
                .containsExactly("500", "unfetched");
    }

    /// Who fetches pictures itself is told their addresses; the edge calls none of them.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /v1/moderations  | {"model":"demo-moderation","input":[{"type":"image_url","image_url":{"url":"%s"}}]}
            /v1/images/edits | {"model":"demo-image-tokens","prompt":"p","images":[{"image_url":"%s"}]}
            /v1/responses    | {"model":"demo","input":[{"role":"user","content":[{"type":"input_image","image_url":"%s"}]}]}
            /v1/responses    | {"model":"demo","input":[{"role":"user","content":[{"type":"input_file","file_url":"%s"}]}]}
            """)
    void whereTheProviderFetchesTheEdgeDoesNot(String endpoint, String body) {
        String path = "/" + Ask.marker() + ".png";
        Reply reply = caller.post(endpoint, body.formatted(url(path)));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(ASKED).doesNotContain(path);
    }

    /// Anthropic takes no address but by https.
    @Test
    void whatAMessagePointsAtIsFetchedByTheProviderThatSpeaksItsFormat() {
        String path = "/" + Ask.marker() + ".png";
        Reply reply = caller.post("/v1/messages", message(url(path).replace("http://", "https://")));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(ASKED).doesNotContain(path);
    }

    /// As a chat, to a provider that wants the bytes.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /v1/messages  | messages[0].content[0].source.url | {"model":"gemini-2.0-flash","max_tokens":99,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"%s"}}]}]}
            /v1/responses | input[0].content[0].image_url     | {"model":"gemini-2.0-flash","input":[{"role":"user","content":[{"type":"input_image","image_url":"%s"}]}]}
            """)
    void otherFormatsPicturesAreFetchedFromWhereItIsAllowedAlone(String endpoint, String param, String body) {
        String path = "/" + Ask.marker() + ".png";
        Reply fetched = caller.post(endpoint, body.formatted(url(path)));
        assertThat(fetched.status()).as(fetched.body()).isEqualTo(200);
        assertThat(ASKED.stream().filter(path::equals)).hasSize(1);
        for (String host : List.of("127.0.0.2:" + port(), "[::1]:" + port(), "169.254.169.254", "10.0.0.1")) {
            String inside = "/" + Ask.marker();
            Reply refused = caller.post(endpoint, body.formatted("http://" + host + inside));
            assertThat(refused.status()).as(host + refused.body()).isEqualTo(400);
            assertThat(refused.json().at("/error/param").textValue()).as(host).isEqualTo(param);
            assertThat(refused.json().at("/error/message").textValue()).contains("public Internet");
            assertThat(ASKED).doesNotContain(inside);
        }
    }

    private static String message(String address) {
        return "{\"model\":\"claude-3-5-sonnet\",\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\""
                + address + "\"}}]}]}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /v1/moderations  | input[0].image_url.url | {"model":"demo-moderation","input":[{"type":"image_url","image_url":{"url":"%s"}}]}
            /v1/images/edits | images[0].image_url    | {"model":"demo-image-tokens","prompt":"p","images":[{"image_url":"%s"}]}
            /v1/messages  | messages[0].content[0].source.url | {"model":"claude-3-5-sonnet","max_tokens":99,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"%s"}}]}]}
            /v1/messages  | messages[0].content[0].source.url | {"model":"claude-3-5-sonnet","max_tokens":99,"messages":[{"role":"user","content":[{"type":"document","source":{"type":"url","url":"%s"}}]}]}
            /v1/responses | input[0].content[0].image_url     | {"model":"demo","input":[{"role":"user","content":[{"type":"input_image","image_url":"%s"}]}]}
            /v1/responses | input[0].content[0].file_url      | {"model":"demo","input":[{"role":"user","content":[{"type":"input_file","file_url":"%s"}]}]}
            """)
    void whatIsNoAddressOfThePublicWebIsNamed(String endpoint, String param, String body) {
        for (String address :
                List.of("file:///etc/passwd", "gopher://10.0.0.1/a", "//10.0.0.1/a", "data:text/html,a")) {
            Reply reply = caller.post(endpoint, body.formatted(address));
            assertThat(reply.status()).as(address).isEqualTo(400);
            assertThat(reply.json().at("/error/param").textValue()).as(address).isEqualTo(param);
        }
    }

    @Test
    void aPictureThatIsTooLargeIsNamed() {
        refused(url("/large"), "larger than " + FILE_MAX);
        refused(url("/endless"), "larger than " + FILE_MAX);
    }

    @Test
    void aPictureThatTakesTooLongIsNamedInTime() {
        long began = System.nanoTime();
        refused(url("/slow"), "too long");
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
    }

    @Test
    void aPictureThatRedirectsForEverIsNamed() {
        String path = "/loop/" + Ask.marker();
        refused(url(path), "redirects too often");
        assertThat(ASKED.stream().filter(path::equals)).hasSize(4);
    }

    @Test
    void aRedirectToTheInsideIsNotFollowed() {
        refused(url("/inside"), "public Internet");
        assertThat(ASKED).doesNotContain("/secret");
    }

    @Test
    void whatIsNoPictureIsNotPassedOn() {
        assertThat(refused(url("/text"), "PNG").body()).doesNotContain("root");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.2",
                "[::1]",
                "[::ffff:127.0.0.2]",
                "[::ffff:7f00:2]",
                "[::127.0.0.2]",
                "[64:ff9b::7f00:2]",
                "[2002:7f00:2::]",
                "[fe80::1]",
                "[fd00:ec2::254]",
                "169.254.169.254",
                "168.63.129.16",
                "100.100.100.200",
                "10.0.0.1",
                "0.0.0.0",
                "2130706434",
                "0x7f000002",
                "017700000002",
                "0177.0.0.2",
                "0x7f.0.0.2",
                "127.2",
                "metadata.google.internal"
            })
    void nothingElseInsideIsReached(String host) {
        String path = "/" + Ask.marker();
        refused("http://" + host + ":" + port() + path, "");
        assertThat(ASKED).doesNotContain(path);
    }

    private Reply refused(String url, String why) {
        Reply reply = ask("gemini-2.0-flash", url, 400);
        JsonNode error = reply.json().get("error");
        assertThat(error.get("code").textValue()).isEqualTo("invalid_value");
        assertThat(error.get("param").textValue()).isEqualTo(PLACE);
        assertThat(error.get("message").textValue())
                .startsWith("A file could not be fetched")
                .contains(why);
        return reply;
    }

    private Reply ask(String model, String url, int status) {
        Reply reply = caller.post(
                "/v1/chat/completions",
                "{\"model\":\"" + model
                        + "\",\"max_tokens\":100,\"messages\":[{\"role\":\"system\",\"content\":\"Look.\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What is it?\"},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}]}]}");
        assertThat(reply.status()).as(url + ": " + reply.body()).isEqualTo(status);
        return reply;
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    private static int port() {
        return Objects.requireNonNull(server).getAddress().getPort();
    }

    private static Suite suite() {
        return Objects.requireNonNull(suite);
    }
}
