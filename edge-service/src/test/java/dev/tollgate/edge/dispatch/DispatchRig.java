package dev.tollgate.edge.dispatch;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.OnClientGone;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.error.ErrorFormat;
import dev.tollgate.edge.fetch.FetchConfig;
import dev.tollgate.edge.fetch.RemoteFiles;
import dev.tollgate.edge.metering.TokenCounter;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.EventSplitter;
import dev.tollgate.edge.provider.spi.Granted;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.Spoken;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.UpstreamBody;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.edge.relay.AnswerReport;
import dev.tollgate.edge.relay.Clearance;
import dev.tollgate.edge.relay.Gate;
import dev.tollgate.edge.relay.RelayConfig;
import dev.tollgate.edge.relay.RelayHooks;
import dev.tollgate.edge.relay.Relays;
import dev.tollgate.edge.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A dispatcher between real sockets: deployments `d0`, `d1` … share one upstream that is scripted step by step,
/// the client is a real one.
abstract class DispatchRig {
    static final String CHUNK = "data: {\"id\":\"1\",\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":"
            + "{\"content\":\"one two three four\"},\"finish_reason\":null}]}\n\n";
    static final String LAST =
            "data: {\"id\":\"1\",\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    static final String DONE = "data: [DONE]\n\n";
    static final String ANSWER = "{\"id\":\"1\",\"model\":\"up\",\"choices\":[{\"index\":0,\"message\":"
            + "{\"role\":\"assistant\",\"content\":\"hello\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3}}";
    /// A name of which DNS says that it is this machine.
    static final String MISLEADING = "provider.example";

    static final Clearance CLEARED = new Clearance.Cleared(null, false);

    final Vertx vertx = Vertx.vertx();
    /// One step per request that reaches the upstream.
    final Queue<Consumer<NetSocket>> script = new ConcurrentLinkedQueue<>();
    /// What reached the upstream: request line, headers and body.
    final List<String> received = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final List<AnswerReport> reports = new CopyOnWriteArrayList<>();
    /// Deployments that were cleared for a write, in order.
    final List<String> clearances = new CopyOnWriteArrayList<>();
    final AtomicLong delivered = new AtomicLong();
    /// By how much the clock of deployments' health is ahead, in milliseconds: nobody waits for hours.
    final AtomicLong passed = new AtomicLong();
    final List<Running> running = new CopyOnWriteArrayList<>();
    /// Overrides of the dispatcher's settings, to be made before [#open].
    final Map<String, String> settings = new HashMap<>();
    volatile boolean streaming = true;
    volatile boolean includeUsage;
    /// Null for the caller's own format.
    volatile @Nullable Spoken spoken;
    volatile ErrorFormat errors = ErrorFormat.OPENAI;
    volatile OnClientGone onClientGone = OnClientGone.CANCEL;
    volatile Gate gate = Gate.GO;
    volatile @Nullable Long outputBound;
    Quantities sent = Quantities.NONE;
    volatile Catalogue.Timeouts timeouts = new Catalogue.Timeouts(1_000, 5_000, 5_000, 5_000, 30_000);
    volatile List<Target> route = List.of();
    volatile RouteWish wish = RouteWish.of("m", 1);
    volatile long timeoutMillis;
    /// What is asked, instead of next to nothing.
    volatile @Nullable CallBody asked;
    final List<DispatchRequest> dispatched = new CopyOnWriteArrayList<>();
    final FirstTokens firstTokens = new FirstTokens();
    volatile StandIn standIn = StandIn.NONE;
    volatile Supplier<Future<Clearance>> clearing = () -> Future.succeededFuture(CLEARED);
    volatile Future<?> admitted = Future.succeededFuture();
    /// What the adapter asks for in place of the configured credential, if anything.
    volatile @Nullable Supplier<Future<Granted>> granting;
    /// Whether a header repeats the body, as a signature would.
    volatile boolean signing;
    /// The adapter's framing of streams; null for server-sent events.
    volatile EventSplitter.@Nullable Framing framing;
    private int upstreamPort;
    private int port;

    @BeforeEach
    void start() throws Exception {
        upstreamPort = ready(
                        vertx.createNetServer().connectHandler(this::upstream).listen(0, "127.0.0.1"))
                .actualPort();
        route = targets(1);
    }

    @AfterEach
    void stop() throws Exception {
        ready(vertx.close());
    }

    /// Begins to serve clients.
    void open() {
        Dispatcher dispatcher = dispatcher();
        port = ready(vertx.createHttpServer()
                        .requestHandler(request ->
                                admitted.onComplete(done -> running.add(dispatcher.dispatch(dispatchRequest(request)))))
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    /// Deployments of one weight, each after the one before.
    List<Target> targets(int count) {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            targets.add(target("d" + i, i, 1));
        }
        return targets;
    }

    Target target(String id, int priority, int weight) {
        return target(id, priority, weight, upstreamPort);
    }

    Target target(String id, int priority, int weight, int atPort) {
        return target(id, priority, weight, "127.0.0.1:" + atPort);
    }

    /// The same upstream, under another host name: [#MISLEADING] or one that everybody knows.
    Target targetAt(String id, int priority, String host) {
        return target(id, priority, 1, host + ":" + upstreamPort);
    }

    private Target target(String id, int priority, int weight, String authority) {
        Catalogue.Provider provider =
                new Catalogue.Provider("p", "openai", "http://" + authority + "/" + id, onClientGone, timeouts, false);
        Catalogue.Deployment deployment =
                new Catalogue.Deployment(id, "p", "m", "up", weight, priority, null, null, true);
        return new Target(deployment, provider, "s3cret", timeouts, null);
    }

    /// Which deployments were called, in order.
    List<String> called() {
        return received.stream().map(text -> text.split("/", 3)[1]).toList();
    }

    AnswerReport report() {
        await().atMost(Duration.ofSeconds(5)).until(() -> !reports.isEmpty());
        return reports.getLast();
    }

    /// What a stream's body comes to in another format than the caller's.
    static ChatBody translated(Operation operation) {
        return new Body(true, false, operation, null);
    }

    HttpResponse<String> call() {
        return callAsync().join();
    }

    /// Where clients are served.
    URI url() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    CompletableFuture<HttpResponse<String>> callAsync() {
        HttpClient client = HttpClient.newHttpClient();
        return client.sendAsync(
                        HttpRequest.newBuilder(url())
                                .header("x-stainless-lang", "x")
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .whenComplete((answer, failure) -> client.shutdown());
    }

    /// A client that can leave.
    Socket raw() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(5_000);
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /// Completes on the request's event loop, wherever it is completed.
    static <T> Promise<T> promiseHere() {
        return ((ContextInternal) Objects.requireNonNull(Vertx.currentContext())).promise();
    }

    static String head(String type) {
        return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nConnection: close\r\n\r\n";
    }

    static Consumer<NetSocket> events(String text) {
        return socket -> socket.end(Buffer.buffer(head("text/event-stream") + text));
    }

    static Consumer<NetSocket> answer(int status, String body, String... headers) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        StringBuilder more = new StringBuilder();
        for (String header : headers) {
            more.append(header).append("\r\n");
        }
        return socket -> socket.end(Buffer.buffer("HTTP/1.1 " + status + " x\r\nContent-Type: application/json\r\n"
                + more + "Content-Length: " + length + "\r\nConnection: close\r\n\r\n" + body));
    }

    private void upstream(NetSocket socket) {
        connections.incrementAndGet();
        Buffer sofar = Buffer.buffer();
        socket.closeHandler(gone -> closed.incrementAndGet());
        socket.handler(bytes -> {
            sofar.appendBuffer(bytes);
            if (sofar.toString().endsWith("{}")) {
                received.add(sofar.toString());
                Consumer<NetSocket> step = script.poll();
                if (step != null) {
                    step.accept(socket);
                } else {
                    socket.close();
                }
            }
        });
    }

    private DispatchRequest dispatchRequest(HttpServerRequest request) {
        DispatchRequest made = new DispatchRequest(
                "req",
                asked == null ? new Body(streaming, includeUsage, Operation.CHAT, spoken) : asked,
                4_096,
                outputBound,
                route,
                wish,
                timeoutMillis,
                System.nanoTime(),
                Map.of("x-ratelimit-limit-requests", "9"),
                null,
                errors,
                request.response(),
                new Hooks(),
                standIn);
        dispatched.add(made);
        return made;
    }

    private Dispatcher dispatcher() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverters(new Converter<?>[] {
                    new io.quarkus.runtime.configuration.MemorySizeConverter(),
                    new io.quarkus.runtime.configuration.DurationConverter()
                })
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .withMapping(DispatchConfig.class)
                .withMapping(RelayConfig.class)
                .withMapping(FetchConfig.class)
                .build();
        DispatchConfig limits = config.getConfigMapping(DispatchConfig.class);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        DeploymentHealth health = new DeploymentHealth(
                limits, registry, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) + passed.get());
        return new Dispatcher(
                vertx,
                limits,
                new Relays(vertx, config.getConfigMapping(RelayConfig.class), new TokenCounter(), registry),
                new UpstreamClients(vertx, limits),
                health,
                new Planning(health, firstTokens, new Pins()),
                new DispatchMetrics(registry),
                Tracing.off(),
                new RemoteFiles(
                        vertx,
                        host -> Future.failedFuture("no names here"),
                        config.getConfigMapping(FetchConfig.class),
                        registry),
                adapters());
    }

    /// Who is spoken to; the scripted upstream, unless a test has real fakes.
    List<ProviderAdapter> adapters() {
        return List.of(adapter());
    }

    /// Nobody may know an adapter by its class, tests of the dispatcher neither. Where it sends to a name, DNS
    /// comes in between.
    private ProviderAdapter adapter() {
        try {
            ProviderAdapter real = Class.forName("dev.tollgate.edge.provider.openai.OpenAiAdapter")
                    .asSubclass(ProviderAdapter.class)
                    .getConstructor()
                    .newInstance();
            return (ProviderAdapter) Proxy.newProxyInstance(
                    ProviderAdapter.class.getClassLoader(),
                    new Class<?>[] {ProviderAdapter.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "grant" -> Optional.ofNullable(granting).map(Supplier::get);
                        case "framing" -> Optional.ofNullable(framing);
                        default -> resolved(method.invoke(real, arguments));
                    });
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable Object resolved(@Nullable Object answer) {
        if (!(answer instanceof Translation.Translated(UpstreamRequest(String url, var headers, var content)))) {
            return answer;
        }
        Map<String, String> sent = new HashMap<>(headers);
        if (signing && content instanceof UpstreamBody.Bytes(Buffer body)) {
            sent.put("x-signed", body.toString());
        }
        return new Translation.Translated(new UpstreamRequest(url.replace(MISLEADING, "127.0.0.1"), sent, content));
    }

    private static <T> T ready(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    /// Shows its bound in what is sent.
    private record Body(
            boolean stream,
            boolean includeUsage,
            Operation operation,
            @Nullable Spoken spoken) implements ChatBody {
        @Override
        public Spoken spoken(ProviderAdapter adapter) {
            return spoken == null ? Spoken.Said.asItIs(this) : spoken;
        }

        @Override
        public String model() {
            return "public";
        }

        @Override
        public AnswerForm form() {
            return stream ? AnswerForm.EVENTS : AnswerForm.OBJECT;
        }

        @Override
        public Buffer rewritten(String upstreamModel) {
            return rewritten(upstreamModel, null, OutputField.MAX_TOKENS);
        }

        @Override
        public ObjectNode tree() {
            return JsonNodeFactory.instance.objectNode();
        }

        @Override
        public Buffer rewritten(String upstreamModel, @Nullable Long outputBound, OutputField field) {
            return Buffer.buffer((outputBound == null ? "" : "bound=" + outputBound) + "{}");
        }
    }

    private final class Hooks implements RelayHooks {
        @Override
        public Quantities sent() {
            return sent;
        }

        @Override
        public Future<Clearance> beforeUpstreamWrite(Target target, int attempt) {
            clearances.add(target.id());
            return clearing.get();
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
        public void delivered(long outputTokens) {
            delivered.set(outputTokens);
        }

        @Override
        public Future<Void> ended(AnswerReport report) {
            reports.add(report);
            return Future.succeededFuture();
        }
    }
}
