package dev.tollgate.edge.relay;

import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.OnClientGone;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.error.ErrorFormat;
import dev.tollgate.edge.metering.TokenCounter;
import dev.tollgate.edge.provider.openai.OpenAiAdapter;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.TestChat;
import dev.tollgate.edge.provider.spi.TestSpeech;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/// A provider scripted byte by byte, the relay, and a client of bare sockets.
final class RelayStage implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(8);

    final Vertx vertx = Vertx.vertx();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Queue<Consumer<NetSocket>> script = new ConcurrentLinkedQueue<>();
    final List<NetSocket> provider = new CopyOnWriteArrayList<>();
    final List<Failure> failures = new CopyOnWriteArrayList<>();
    final List<Ending> endings = new CopyOnWriteArrayList<>();
    final List<Long> asked = new CopyOnWriteArrayList<>();
    final List<Long> delivered = new CopyOnWriteArrayList<>();
    final Map<String, String> settings = new HashMap<>();

    volatile boolean stream = true;
    /// Speech is asked for, not a chat.
    volatile boolean sound;
    volatile OnClientGone onClientGone = OnClientGone.CANCEL;
    volatile Catalogue.Timeouts timeouts = new Catalogue.Timeouts(2_000, 5_000, 5_000, 5_000, 5_000);
    volatile LongFunction<Gate> gate = tokens -> Gate.GO;
    volatile long paidFor = Long.MAX_VALUE;
    volatile Future<Void> books = Future.succeededFuture();
    volatile boolean providerClosed;
    volatile String upstreamModel = "gpt-4o";

    private volatile @Nullable Relay relay;
    private volatile @Nullable Context loop;

    private int upstreamPort;
    private int port;

    RelayStage start() {
        upstreamPort = get(vertx.createNetServer()
                        .connectHandler(this::upstream)
                        .listen(0, "127.0.0.1"))
                .actualPort();
        RelayConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverters(new Converter<?>[] {new MemorySizeConverter(), new DurationConverter()})
                .withSources(new PropertiesConfigSource(settings, "test", 300))
                .withMapping(RelayConfig.class)
                .build()
                .getConfigMapping(RelayConfig.class);
        Relays relays = new Relays(vertx, config, new TokenCounter(), registry);
        HttpClient client = vertx.createHttpClient();
        port = get(vertx.createHttpServer()
                        .requestHandler(request -> relay(relays, client, request))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        return this;
    }

    private void relay(Relays relays, HttpClient client, HttpServerRequest request) {
        client.request(HttpMethod.POST, upstreamPort, "127.0.0.1", "/")
                .compose(HttpClientRequest::send)
                .onSuccess(response -> {
                    response.pause();
                    loop = Vertx.currentContext();
                    relay = relays.relay(
                            new Answering(
                                    "req",
                                    response.request(),
                                    response,
                                    request.response(),
                                    new OpenAiAdapter().reader(asked()),
                                    Optional.empty(),
                                    target(),
                                    System.nanoTime(),
                                    Map.of(),
                                    ErrorFormat.OPENAI,
                                    new Hooks(),
                                    failure -> {
                                        failures.add(failure);
                                        request.response().setStatusCode(502).end(failure.label());
                                    },
                                    ending -> {
                                        endings.add(ending);
                                        return books;
                                    }),
                            asked().form());
                });
    }

    private CallBody asked() {
        return sound ? new TestSpeech("public", AnswerForm.BYTES) : new TestChat("public", stream, false);
    }

    private Target target() {
        return new Target(
                new Catalogue.Deployment("d", "p", "m", upstreamModel, 1, 0, null, null, true),
                new Catalogue.Provider("p", "openai", "http://127.0.0.1", onClientGone, timeouts, false),
                null,
                timeouts,
                null);
    }

    private final class Hooks implements RelayHooks {
        @Override
        public Future<Clearance> beforeUpstreamWrite(Target target, int attempt) {
            return Future.succeededFuture(new Clearance.Cleared(null, false));
        }

        @Override
        public Gate mayDeliver(long outputTokens) {
            asked.add(outputTokens);
            return gate.apply(outputTokens);
        }

        @Override
        public long paidFor() {
            return paidFor;
        }

        @Override
        public void delivered(long outputTokens) {
            delivered.add(outputTokens);
        }

        @Override
        public Future<Void> ended(AnswerReport report) {
            throw new IllegalStateException("the dispatcher's to call");
        }
    }

    private void upstream(NetSocket socket) {
        provider.add(socket);
        socket.closeHandler(nothing -> providerClosed = true);
        socket.handler(bytes -> {
            Consumer<NetSocket> step = script.poll();
            if (step == null) {
                socket.close();
            } else {
                step.accept(socket);
            }
        });
    }

    /// Sends the head of an endless stream and these events.
    void answers(String events) {
        script.add(socket -> socket.write(head("text/event-stream") + events));
    }

    /// The same, and ends it.
    void answersWhole(String events) {
        script.add(socket -> socket.end(Buffer.buffer(head("text/event-stream") + events)));
    }

    void sendsMore(String events) {
        provider.getLast().write(events);
    }

    static String head(String type) {
        return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nConnection: close\r\n\r\n";
    }

    /// Ends what is relayed, on its event loop.
    boolean interrupt(Outcome outcome, ServiceError error) {
        await().atMost(LONG).until(() -> relay != null);
        CompletableFuture<Boolean> ours = new CompletableFuture<>();
        Objects.requireNonNull(loop)
                .runOnContext(
                        nothing -> ours.complete(Objects.requireNonNull(relay).interrupt(outcome, error)));
        return ours.join();
    }

    Client call() throws IOException {
        return new Client(port);
    }

    Ending ending() {
        await().atMost(LONG).until(() -> !endings.isEmpty());
        return endings.getLast();
    }

    Outcome outcome() {
        return ending().outcome();
    }

    double count(String metric) {
        return registry.get(metric).counter().count();
    }

    @Override
    public void close() {
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    /// Reads what comes, chunk framing taken away.
    static final class Client implements AutoCloseable {
        private final Socket socket;
        private final StringBuilder seen = new StringBuilder();
        private final Thread reader;
        private volatile boolean ended;

        Client(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            reader = Thread.ofVirtual().start(this::read);
        }

        private void read() {
            byte[] bytes = new byte[16 * 1024];
            try {
                for (int n = socket.getInputStream().read(bytes);
                        n >= 0;
                        n = socket.getInputStream().read(bytes)) {
                    synchronized (seen) {
                        seen.append(new String(bytes, 0, n, StandardCharsets.ISO_8859_1));
                    }
                }
            } catch (IOException e) {
                // A reset is an end too.
            }
            ended = true;
        }

        /// The body so far.
        String body() {
            String all;
            synchronized (seen) {
                all = seen.toString();
            }
            int at = all.indexOf("\r\n\r\n");
            if (at < 0) {
                return "";
            }
            String body = all.substring(at + 4);
            return all.substring(0, at).toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")
                    ? dechunked(body)
                    : body;
        }

        private static String dechunked(String body) {
            StringBuilder out = new StringBuilder();
            int at = 0;
            while (at < body.length()) {
                int line = body.indexOf("\r\n", at);
                if (line < 0) {
                    break;
                }
                int size = Integer.parseInt(body.substring(at, line), 16);
                out.append(body, line + 2, Math.min(body.length(), line + 2 + size));
                at = line + 2 + size + 2;
            }
            return new String(out.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }

        String until(String text) {
            await().atMost(LONG).until(() -> body().contains(text));
            return body();
        }

        /// Whether the answer ended as HTTP has it, not by a cut connection.
        boolean whole() {
            synchronized (seen) {
                return seen.toString().endsWith("\r\n0\r\n\r\n");
            }
        }

        String untilEnd() {
            await().atMost(LONG).until(() -> ended || whole());
            return body();
        }

        boolean isCut() {
            await().atMost(LONG).until(() -> ended);
            return !whole();
        }

        @Override
        public void close() throws IOException {
            socket.close();
            reader.interrupt();
        }
    }
}
