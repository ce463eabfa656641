package dev.tollgate.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.local.stack.Stack;
import dev.tollgate.local.stack.StackBuilder;
import dev.tollgate.local.stack.StackProcess;
import dev.tollgate.local.testing.Endless;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One running suite for all tests of this JVM, with two edges and the demo provider under every model's name;
/// stopped when the JVM ends. The second edge hears the other services through [Lines] that tests can break.
final class Suite {
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final long CREDIT = 1_000_000_000L;
    private static final Set<String> NOT_OURS = Set.of("demo", "postgres", "redis");

    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static @Nullable Suite running;
    private static @Nullable Suite brisk;

    private final Stack stack;
    private final Path data;
    private final Lines lines;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /// Over a stack of a test's own, without a journal to read or lines to break.
    Suite(Stack stack) {
        this(stack, Path.of("target"), Lines.open());
    }

    private Suite(Stack stack, Path data, Lines lines) {
        this.stack = stack;
        this.data = data;
        this.lines = lines;
    }

    /// With the times that an operator gets, but for idle leases, which close soon, so that a test sees held credit
    /// come back, and for shutdowns, which give kept connections the time that they have in a cluster.
    static synchronized Suite running() {
        Suite suite = running;
        if (suite == null) {
            suite = start(builder -> builder.environment("edge", "TOLLGATE_EDGE_CREDIT_IDLE_CLOSE", "4s")
                    .environment("edge-2", "TOLLGATE_EDGE_CREDIT_IDLE_CLOSE", "4s")
                    .environment("*", "TOLLGATE_SHUTDOWN_DELAY", "1s")
                    .environment("auth", "TOLLGATE_AUTH_OIDC_SIGN_UP", "true")
                    // Customers' webhooks are on this machine.
                    .environment("billing", "TOLLGATE_BILLING_ALERT_ALLOW_PRIVATE", "true"));
            running = suite;
        }
        return suite;
    }

    /// A second suite in which minutes are seconds: leases are spent for 8 s and held for 6 s more, the rate
    /// limits' minute lasts 6 s, and journals have segments of 1 MiB; a batch's line belongs to its runner for
    /// 3 s, and a dead edge's requests keep their names for 5 s.
    static synchronized Suite brisk() {
        Suite suite = brisk;
        if (suite == null) {
            suite = start(Suite::briskly);
            brisk = suite;
        }
        return suite;
    }

    private static void briskly(StackBuilder builder) {
        builder.environment("billing", "TOLLGATE_BILLING_LEASE_SPEND_FOR", "8s")
                .environment("billing", "TOLLGATE_BILLING_LEASE_HOLD_AFTER", "6s")
                .environment("ratelimit", "TOLLGATE_RATELIMIT_WINDOW_LENGTH", "6s")
                .environment("batch", "TOLLGATE_BATCH_RUNNER_LEASE", "3s");
        for (String edge : new String[] {"edge", "edge-2"}) {
            builder.environment(edge, "TOLLGATE_EDGE_CREDIT_END_BEFORE_HOLD", "2s")
                    .environment(edge, "TOLLGATE_EDGE_IDEMPOTENCY_RUNNING_MAX", "5s")
                    .environment(edge, "TOLLGATE_EDGE_JOURNAL_SEGMENT_BYTES", "1M");
        }
        SmallDisk.giveTo(builder, "edge-2");
    }

    private static Suite start(Consumer<StackBuilder> settings) {
        Path data = Path.of("target", "suite-" + UUID.randomUUID()).toAbsolutePath();
        Lines lines = Lines.open();
        StackBuilder builder = Stack.builder()
                .home(Path.of("..").toAbsolutePath().normalize())
                .dataDirectory(data)
                .catalogue(TestCatalogue.write())
                .edges(2)
                .demoAll(true)
                .environment("*", "TOLLGATE_EDGE_ACCESS_LOG", "all")
                .environment("auth", "TOLLGATE_WORKLOADS", workloads(data).toString())
                .environment("auth", "TOLLGATE_AUTH_WORKLOAD_EVERY", "1s")
                // A suite lives for minutes: what the second compiler makes never pays for its making.
                .environment("*", "TOLLGATE_LOCAL_COMPILED_TO", "1")
                .environment(
                        "edge-2", "TOLLGATE_AUTH_URL", "http://" + lines.auth().address())
                .environment(
                        "edge-2",
                        "TOLLGATE_ROUTING_URL",
                        "http://" + lines.routing().address())
                .environment(
                        "edge-2",
                        "TOLLGATE_BILLING_URL",
                        "http://" + lines.billing().address())
                .environment(
                        "edge-2",
                        "TOLLGATE_RATELIMIT_URL",
                        "http://" + lines.ratelimit().address())
                .environment(
                        "edge-2",
                        "TOLLGATE_REDIS_URL",
                        "redis://" + lines.redis().address());
        settings.accept(builder);
        Stack stack = builder.build();
        lines.auth().leadTo(stack.url("auth"));
        lines.routing().leadTo(stack.url("routing"));
        lines.billing().leadTo(stack.url("billing"));
        lines.ratelimit().leadTo(stack.url("ratelimit"));
        lines.redis().leadTo(stack.url("redis"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stack.close();
            lines.close();
            SmallDisk.takeBack();
        }));
        stack.start();
        Suite suite = new Suite(stack, data, lines);
        suite.warm();
        return suite;
    }

    /// Processes that have just started are slow, and what takes too long is judged without them: waits until each
    /// edge answers with all its peers at hand.
    private void warm() {
        Customer customer = customer(CREDIT, "\"limits\":{\"rpm\":100}");
        for (int edge = 1; edge <= stack.edges(); edge++) {
            int number = edge;
            await("edge " + edge + " is warm").atMost(Duration.ofSeconds(60)).until(() -> IntStream.range(0, 5)
                    .mapToObj(i -> ask(number, customer.secret(), hello("demo")))
                    .allMatch(answer -> answer.statusCode() == 200
                            && answer.headers().firstValue("x-ratelimit-mode").isEmpty()));
        }
    }

    Stack stack() {
        return stack;
    }

    /// What the second edge hears through.
    Lines lines() {
        return lines;
    }

    /// @param name as for [Stack#process]
    StackProcess process(String name) {
        return stack.process(name);
    }

    /// Starts a process that was killed or stopped, and waits for it.
    void startAgain(String name) {
        process(name).start();
        process(name).awaitReady(READY_WITHIN);
    }

    /// Everything runs and all lines are whole: what a test that breaks things leaves behind.
    void mend() {
        lines.mend();
        for (StackProcess process : stack.processes()) {
            process.start();
        }
        for (StackProcess process : stack.processes()) {
            process.awaitReady(READY_WITHIN);
        }
    }

    URI edge(int number) {
        return stack.edgeUrl(number);
    }

    /// Where each process of ours that is a service listens.
    Map<String, URI> services() {
        Map<String, URI> services = new TreeMap<>();
        stack.processes().stream()
                .filter(process -> !NOT_OURS.contains(process.name()))
                .forEach(process -> services.put(process.name(), process.baseUrl()));
        return services;
    }

    JournalFiles journal(int edge) {
        Path usual = data.resolve("edge-" + edge + "/journal");
        return edge == 2 && this == brisk ? SmallDisk.journal(usual) : new JournalFiles(usual);
    }

    Counts metrics(String process) {
        return new Counts(
                send(HttpRequest.newBuilder(stack.process(process).baseUrl().resolve("/q/metrics"))
                                .timeout(Duration.ofSeconds(10))
                                .header("Accept", "text/plain")
                                .build())
                        .body());
    }

    /// The readiness of a process, as its probe tells it.
    HttpResponse<String> readiness(String process) {
        return send(HttpRequest.newBuilder(stack.process(process).baseUrl().resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(10))
                .build());
    }

    /// A fresh account with this much credit, in nano-credits, and a key in the group that has every model.
    Customer customer(long nanos, String keyFields) {
        String account = manage("POST", "/accounts", "{\"name\":\"e2e\",\"group\":\"test\"}")
                .get("id")
                .textValue();
        if (nanos > 0) {
            give(account, nanos);
        }
        return key(account, keyFields);
    }

    void give(String account, long nanos) {
        manage("POST", "/accounts/" + account + "/gifts", "{\"amount\":\"" + nanos + "\"}");
    }

    /// One more key of an account.
    Customer key(String account, String keyFields) {
        String fields = keyFields.isEmpty() ? "" : "," + keyFields;
        JsonNode key = manage("POST", "/keys", "{\"account_id\":\"" + account + "\",\"name\":\"e2e\"" + fields + "}");
        return new Customer(
                account, key.get("key").get("id").textValue(), key.get("secret").textValue());
    }

    /// @param secret the API key
    record Customer(String account, String keyId, String secret) {}

    /// Calls the management API and expects success.
    JsonNode manage(String method, String path, @Nullable String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stack.consoleUrl() + "/api/v1" + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + stack.adminToken())
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return success(method + " " + path, send(request));
    }

    /// What the launcher keeps below `.tollgate`.
    Path data() {
        return data;
    }

    /// The workloads file, which is not there until a test writes it.
    Path workloads() {
        return workloads(data);
    }

    private static Path workloads(Path data) {
        return data.resolve("workloads.yaml");
    }

    /// Where mails of this suite lie as files.
    Path mails() {
        return data.resolve("mail");
    }

    /// Calls a service's inner API, as another service would, and expects success.
    JsonNode inner(String service, String method, String path, @Nullable String body) {
        HttpRequest request = HttpRequest.newBuilder(stack.url(service).resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header(Headers.INTERNAL_TOKEN, stack.internalToken())
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return success(method + " " + path, send(request));
    }

    private static JsonNode success(String call, HttpResponse<String> response) {
        if (response.statusCode() >= 300) {
            throw new AssertionError(call + ": " + response.statusCode() + " " + response.body());
        }
        return json(response.body());
    }

    HttpRequest.Builder chat(int edge, String secret) {
        return HttpRequest.newBuilder(edge(edge).resolve("/v1/chat/completions"))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", "application/json");
    }

    HttpResponse<String> ask(int edge, String secret, String body) {
        return send(chat(edge, secret).POST(BodyPublishers.ofString(body)).build());
    }

    LiveStream stream(int edge, String secret, String body) {
        return LiveStream.open(edge(edge), secret, body);
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// As [#send], but leaves an answer of events as soon as it has begun.
    HttpResponse<String> sendBriefly(HttpRequest request) {
        try {
            return Endless.send(http, request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpClient http() {
        return http;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + text.substring(0, Math.min(text.length(), 500)), e);
        }
    }

    static String hello(String model) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}";
    }
}
