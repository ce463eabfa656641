package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.OnClientGone;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.metering.TokenCounter;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.ProviderUsage;
import dev.tollgate.edge.relay.AnswerReport;
import dev.tollgate.edge.relay.Clearance;
import dev.tollgate.edge.relay.Gate;
import dev.tollgate.edge.relay.RelayConfig;
import dev.tollgate.edge.relay.RelayHooks;
import dev.tollgate.edge.relay.Relays;
import dev.tollgate.edge.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Real sockets on both sides: the upstream is scripted byte by byte, the client is a real one.
class DispatcherTest {
    private static final String CHUNK =
            "data: {\"id\":\"1\",\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hé 😀\"},"
                    + "\"finish_reason\":null}]}\n\n";
    private static final String LAST =
            "data: {\"id\":\"1\",\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private static final String USAGE = "data: {\"id\":\"1\",\"model\":\"up\",\"choices\":[],"
            + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"prompt_tokens_details\":{\"cached_tokens\":4}}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";
    private static final String ANSWER = "{\"id\":\"1\",\"model\":\"up\",\"choices\":[{\"index\":0,\"message\":"
            + "{\"role\":\"assistant\",\"content\":\"hello\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3}}";

    private final Vertx vertx = Vertx.vertx();
    private final Queue<Consumer<NetSocket>> script = new ConcurrentLinkedQueue<>();
    private final List<AnswerReport> reports = new CopyOnWriteArrayList<>();
    private final List<String> upstreamBodies = new CopyOnWriteArrayList<>();
    private volatile boolean upstreamClosed;
    private boolean streaming = true;
    private boolean includeUsage;
    private volatile OnClientGone onClientGone = OnClientGone.CANCEL;
    private volatile Gate gate = Gate.GO;
    private volatile int targets = 1;
    private volatile Catalogue.Timeouts timeouts = new Catalogue.Timeouts(1_000, 1_000, 1_000, 1_000, 5_000);
    private int upstreamPort;
    private int port;

    @BeforeEach
    void start() throws Exception {
        upstreamPort = vertx.createNetServer()
                .connectHandler(this::upstream)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .actualPort();
        Dispatcher dispatcher = dispatcher();
        port = vertx.createHttpServer()
                .requestHandler(request -> dispatcher.dispatch(dispatchRequest(request)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .actualPort();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void relaysAStreamWithThePublicNameAndKeepsTheUsageChunkToItself() {
        script.add(events(CHUNK + LAST + USAGE + DONE));
        HttpResponse<String> answer = call();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo((CHUNK + LAST + DONE).replace("\"up\"", "\"public\""));
        assertThat(answer.headers().firstValue("x-tollgate-provider")).contains("p");
        assertThat(report().usage()).isNotNull();
        assertThat(report().usage()).isEqualTo(new ProviderUsage(5, 4, 0, 0, 0, 3, 0, 0));
        assertThat(report().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(upstreamBodies.getFirst()).doesNotContain("x-stainless").contains("identity");
    }

    @Test
    void passesTheUsageChunkToThoseWhoAskedForIt() {
        includeUsage = true;
        script.add(events(CHUNK + LAST + USAGE + DONE));
        assertThat(call().body()).contains("prompt_tokens").endsWith(DONE);
    }

    @Test
    void givesTheSameBytesHoweverTheUpstreamCutsThem() {
        String stream = (": hi\r\n\r\n" + CHUNK + LAST + USAGE + DONE).replace("\n", "\r\n");
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        for (int cut = 1; cut < bytes.length; cut += 7) {
            int at = cut;
            script.add(socket -> {
                socket.write(head("text/event-stream")).onSuccess(_ -> socket.write(
                                Buffer.buffer().appendBytes(bytes, 0, at))
                        .onSuccess(_ -> vertx.setTimer(
                                1, _ -> socket.end(Buffer.buffer().appendBytes(bytes, at, bytes.length - at)))));
            });
            assertThat(call().body()).isEqualTo((CHUNK + LAST + DONE).replace("\"up\"", "\"public\""));
        }
    }

    @Test
    void fallsBackBeforeTheFirstEvent() {
        targets = 4;
        script.add(answer(500, "{\"error\":{\"message\":\"x\"}}"));
        script.add(answer(429, "{}"));
        script.add(events("data: {\"error\":{\"message\":\"overloaded\"}}\n\n"));
        script.add(events(CHUNK + LAST + DONE));
        assertThat(call().body()).endsWith(DONE);
        assertThat(report().attempts()).hasSize(4);
    }

    @Test
    void endsWithAnErrorFrameWhenAStreamBreaksOff() {
        targets = 2;
        script.add(events(CHUNK));
        script.add(events(CHUNK + LAST + DONE));
        String body = call().body();
        assertThat(body).contains("\"error\"").doesNotContain("[DONE]");
        assertThat(report().outcome()).isEqualTo(Outcome.UPSTREAM_FAILED);
        assertThat(report().delivered()).isPositive();
    }

    @Test
    void addsTheDoneThatAProviderForgets() {
        script.add(events(CHUNK + LAST));
        assertThat(call().body()).endsWith(DONE);
    }

    @Test
    void tellsBadJsonInAStream() {
        script.add(events(CHUNK + "data: {\"choices\":[{\"del\n\n" + DONE));
        assertThat(call().body()).contains("\"error\"").doesNotContain("[DONE]");
    }

    @Test
    void endsAStreamThatFallsSilent() {
        timeouts = new Catalogue.Timeouts(1_000, 400, 1_000, 400, 5_000);
        script.add(socket -> socket.write(head("text/event-stream") + CHUNK));
        assertThat(call().body()).contains("\"error\"").doesNotContain("[DONE]");
        script.add(socket -> socket.write(head("text/event-stream")));
        assertThat(call().statusCode()).isEqualTo(504);
    }

    @Test
    void relaysALineOfMegabytes() {
        String huge = CHUNK.replace("hé", "x".repeat(3_000_000));
        script.add(events(huge + LAST + DONE));
        assertThat(call().body()).hasSizeGreaterThan(3_000_000).endsWith(DONE);
    }

    @Test
    void relaysAPlainAnswerAndReportsOnce() {
        streaming = false;
        script.add(answer(200, ANSWER));
        HttpResponse<String> answer = call();
        assertThat(answer.body()).isEqualTo(ANSWER.replace("\"up\"", "\"public\""));
        assertThat(answer.headers().firstValue("x-request-id")).contains("req");
        assertThat(report().usage()).isNotNull();
        assertThat(reports).hasSize(1);
    }

    @Test
    void mapsWhatProvidersRefuse() {
        streaming = false;
        script.add(answer(400, "{\"error\":{\"message\":\"bad schema\",\"param\":\"tools\"}}"));
        HttpResponse<String> refused = call();
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("bad schema").contains("upstream_rejected");
        script.add(answer(401, "{\"error\":{\"message\":\"Incorrect API key: s3cret\"}}"));
        HttpResponse<String> denied = call();
        assertThat(denied.statusCode()).isEqualTo(503);
        assertThat(denied.body()).doesNotContain("s3cret").contains("upstream_error");
    }

    @Test
    void tells503WithRetryAfterWhenAllAreLimitedAndCoolsThemDown() {
        streaming = false;
        script.add(socket -> socket.end(
                Buffer.buffer("HTTP/1.1 429 x\r\nRetry-After: 7\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")));
        HttpResponse<String> first = call();
        assertThat(first.statusCode()).isEqualTo(503);
        assertThat(first.headers().firstValue("retry-after")).contains("7");
        HttpResponse<String> second = call();
        assertThat(second.statusCode()).isEqualTo(503);
        assertThat(second.headers().firstValue("retry-after")).isPresent();
        assertThat(upstreamBodies).hasSize(1);
    }

    @Test
    void mapsUnreadableAndUnreachable() {
        streaming = false;
        script.add(answer(200, "{\"id\":\"1\",\"choi"));
        assertThat(call().statusCode()).isEqualTo(502);
        script.add(NetSocket::close);
        script.add(NetSocket::close);
        assertThat(call().statusCode()).isEqualTo(503);
        assertThat(reports).hasSize(2).allMatch(it -> it.outcome() == Outcome.REFUSED);
    }

    @Test
    void closesTheUpstreamWhenTheClientLeaves() throws IOException {
        script.add(socket -> socket.write(head("text/event-stream") + CHUNK));
        try (Socket client = raw()) {
            assertThat(client.getInputStream().read()).isPositive();
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> upstreamClosed && reports.size() == 1);
        assertThat(report().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void drainsForTheUsageWhereTheProviderBillsAnyway() throws IOException {
        onClientGone = OnClientGone.DRAIN;
        List<NetSocket> open = new CopyOnWriteArrayList<>();
        script.add(socket -> {
            open.add(socket);
            socket.write(head("text/event-stream") + CHUNK);
        });
        try (Socket client = raw()) {
            assertThat(client.getInputStream().read()).isPositive();
        }
        vertx.setTimer(300, _ -> open.getFirst().end(Buffer.buffer(LAST + USAGE + DONE)));
        await().atMost(Duration.ofSeconds(5)).until(() -> reports.size() == 1);
        assertThat(report().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(report().usage()).isNotNull();
    }

    @Test
    void holdsTheUpstreamBackForASlowClient() throws IOException {
        byte[] chunk = CHUNK.replace("hé", "x".repeat(60_000)).getBytes(StandardCharsets.UTF_8);
        long[] sent = {0};
        timeouts = new Catalogue.Timeouts(1_000, 60_000, 60_000, 60_000, 60_000);
        script.add(socket -> {
            socket.write(head("text/event-stream"));
            socket.drainHandler(_ -> pump(socket, chunk, sent));
            pump(socket, chunk, sent);
        });
        try (Socket client = raw()) {
            await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(5)).until(() -> {
                long before = sent[0];
                return sent[0] == before;
            });
            assertThat(sent[0]).isLessThan(40_000_000L);
            InputStream in = client.getInputStream();
            assertThat(in.readNBytes(1_000_000)).hasSize(1_000_000);
        }
    }

    @Test
    void stopsAStreamWhoseCreditIsSpent() {
        gate = new Gate.Stop(new ServiceError(ErrorCode.INSUFFICIENT_BALANCE, "out of credit"));
        script.add(events(CHUNK + CHUNK));
        assertThat(call().body()).contains("billing_error").doesNotContain("[DONE]");
        assertThat(report().outcome()).isEqualTo(Outcome.CREDIT_EXHAUSTED);
    }

    private static void pump(NetSocket socket, byte[] chunk, long[] sent) {
        while (!socket.writeQueueFull() && sent[0] < 200_000_000L) {
            sent[0] += chunk.length;
            socket.write(Buffer.buffer(chunk));
        }
    }

    private AnswerReport report() {
        await().atMost(Duration.ofSeconds(5)).until(() -> !reports.isEmpty());
        return reports.getLast();
    }

    private void upstream(NetSocket socket) {
        Buffer received = Buffer.buffer();
        socket.closeHandler(_ -> upstreamClosed = true);
        socket.handler(bytes -> {
            received.appendBuffer(bytes);
            if (received.toString().endsWith("{}")) {
                upstreamBodies.add(received.toString());
                Consumer<NetSocket> step = script.poll();
                if (step != null) {
                    step.accept(socket);
                } else {
                    socket.close();
                }
            }
        });
    }

    private static String head(String type) {
        return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nConnection: close\r\n\r\n";
    }

    private static Consumer<NetSocket> events(String text) {
        return socket -> socket.end(Buffer.buffer(head("text/event-stream") + text));
    }

    private static Consumer<NetSocket> answer(int status, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        boolean cut = body.endsWith("choi");
        return socket -> socket.end(Buffer.buffer("HTTP/1.1 " + status + " x\r\nContent-Type: application/json\r\n"
                + (cut ? "" : "Content-Length: " + length + "\r\n") + "Connection: close\r\n\r\n" + body));
    }

    private HttpResponse<String> call() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                            .header("x-stainless-lang", "x")
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Socket raw() throws IOException {
        Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(5_000);
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private DispatchRequest dispatchRequest(HttpServerRequest request) {
        List<Target> plan = new ArrayList<>();
        Catalogue.Provider provider = new Catalogue.Provider(
                "p", "openai", "http://127.0.0.1:" + upstreamPort, onClientGone, timeouts, false);
        for (int i = 0; i < targets; i++) {
            plan.add(new Target(
                    new Catalogue.Deployment("d" + i, "p", "m", "up", 1, i, null, null, true),
                    provider,
                    "s3cret",
                    timeouts,
                    null));
        }
        return new DispatchRequest(
                "req",
                "public",
                new Body(streaming),
                includeUsage,
                null,
                plan,
                1,
                System.nanoTime(),
                Map.of(),
                null,
                request.response(),
                new Hooks());
    }

    private Dispatcher dispatcher() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverters(new org.eclipse.microprofile.config.spi.Converter<?>[] {
                    new io.quarkus.runtime.configuration.MemorySizeConverter(),
                    new io.quarkus.runtime.configuration.DurationConverter()
                })
                .withMapping(DispatchConfig.class)
                .withMapping(RelayConfig.class)
                .build();
        DispatchConfig limits = config.getConfigMapping(DispatchConfig.class);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        return new Dispatcher(
                vertx,
                limits,
                new Relays(vertx, config.getConfigMapping(RelayConfig.class), new TokenCounter(), registry),
                new UpstreamClients(vertx, limits),
                new DeploymentHealth(limits, registry),
                new DispatchMetrics(registry),
                Tracing.off(),
                List.of(adapter()));
    }

    /// Nobody may know an adapter by its class, tests of the dispatcher neither.
    private static ProviderAdapter adapter() {
        try {
            return Class.forName("dev.tollgate.edge.provider.openai.OpenAiAdapter")
                    .asSubclass(ProviderAdapter.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Body(boolean stream) implements ChatBody {
        @Override
        public Buffer rewritten(String upstreamModel, @Nullable Long outputBound, OutputField field) {
            return Buffer.buffer("{}");
        }
    }

    private final class Hooks implements RelayHooks {
        @Override
        public Future<Clearance> beforeUpstreamWrite(Target target, int attempt) {
            return Future.succeededFuture(new Clearance.Cleared(null, false));
        }

        @Override
        public Gate mayDeliver(long outputTokens) {
            return gate;
        }

        @Override
        public long paidFor() {
            return Long.MAX_VALUE;
        }

        @Override
        public void delivered(long outputTokens) {}

        @Override
        public Future<Void> ended(AnswerReport report) {
            reports.add(report);
            return Future.succeededFuture();
        }
    }
}
