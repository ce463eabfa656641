package dev.tollgate.e2e.kubernetes;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The suite as processes beside an API server, and the operator as one more, with the rights of its own
/// ServiceAccount: what the operator does needs no node.
final class OperatorSuite implements AutoCloseable {
    static final String NAMESPACE = "tollgate";

    private static final String JAR = "deploy/operator/target/quarkus-app/quarkus-run.jar";
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);

    private final Stack stack;
    private final Path folder =
            Path.of("target", "operator-" + UUID.randomUUID()).toAbsolutePath();
    private final int port = freePort();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private @Nullable Process operator;

    private OperatorSuite() {
        this.stack = Stack.builder()
                .home(Checkout.HOME)
                .dataDirectory(folder.resolve("suite"))
                .environment("*", "TOLLGATE_LOCAL_COMPILED_TO", "1")
                // A price's notice, and the tests' patience.
                .environment("billing", "TOLLGATE_BILLING_PRICING_NOTICE", "3s")
                .build();
    }

    static OperatorSuite start() {
        OperatorSuite suite = new OperatorSuite();
        // What does not start has stopped itself.
        suite.stack.start();
        try {
            Files.createDirectories(suite.folder);
            suite.install();
            suite.startOperator();
            return suite;
        } catch (IOException e) {
            suite.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            suite.close();
            throw e;
        }
    }

    /// As an administrator does by the component, but for the pod.
    private void install() throws IOException {
        Path component = Checkout.HOME.resolve("deploy/kubernetes/components/operator");
        Kubectl.run(
                "apply",
                "--server-side",
                "--validate=strict",
                "-f",
                component.resolve("definitions").toString());
        Kubectl.run(
                "wait",
                "--for=condition=Established",
                "-f",
                component.resolve("definitions").toString());
        Namespace.fresh(NAMESPACE);
        for (String file : List.of("rights.yaml", "team.yaml")) {
            Kubectl.run("apply", "-n", NAMESPACE, "-f", component.resolve(file).toString());
        }
        Files.writeString(folder.resolve("kubeconfig"), kubeconfig().toString());
    }

    /// The administrator's, with the token of the operator's ServiceAccount.
    private static ObjectNode kubeconfig() {
        String token = Kubectl.run("create", "token", "tollgate-operator", "-n", NAMESPACE, "--duration=2h");
        ObjectNode config = (ObjectNode) Kubectl.json("config", "view", "--raw", "--minify", "--flatten");
        ((ObjectNode) config.at("/users/0")).putObject("user").put("token", token.strip());
        return config;
    }

    void startOperator() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        Checkout.HOME.resolve(JAR).toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("operator.log").toFile()));
        builder.environment()
                .putAll(Map.of(
                        "KUBECONFIG",
                        folder.resolve("kubeconfig").toString(),
                        "TOLLGATE_HTTP_PORT",
                        Integer.toString(port),
                        "TOLLGATE_CONSOLE_URL",
                        stack.consoleUrl().toString(),
                        "TOLLGATE_OPERATOR_TOKEN",
                        stack.adminToken(),
                        "TOLLGATE_OPERATOR_EDGE_URL",
                        stack.edgeUrl(1) + "/v1",
                        "TOLLGATE_OPERATOR_NAMESPACE",
                        NAMESPACE,
                        "TOLLGATE_OPERATOR_LEASE_DURATION",
                        "3s",
                        "TOLLGATE_OPERATOR_RETRY",
                        "500ms",
                        "TOLLGATE_OPERATOR_RESYNC",
                        "2s"));
        try {
            operator = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("the operator is ready").atMost(READY_WITHIN).until(this::isReady);
    }

    /// As the kernel does it for want of memory.
    void killOperator() {
        Objects.requireNonNull(operator).destroyForcibly().onExit().join();
    }

    private boolean isReady() {
        if (operator == null || !operator.isAlive()) {
            throw new AssertionError("the operator ended: " + Checkout.read(folder.resolve("operator.log")));
        }
        try {
            return http.send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health"))
                                            .timeout(Duration.ofSeconds(2))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Stack stack() {
        return stack;
    }

    /// The status of an answer of the edge.
    int ask(String secret, String model) {
        String body = "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
        return send(HttpRequest.newBuilder(URI.create(stack.edgeUrl(1) + "/v1/chat/completions"))
                        .header("Authorization", "Bearer " + secret)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)))
                .statusCode();
    }

    /// What the management API answers.
    JsonNode manage(String path) {
        return Kubectl.read(send(HttpRequest.newBuilder(URI.create(stack.consoleUrl() + "/api/v1" + path))
                        .header("Authorization", "Bearer " + stack.adminToken()))
                .body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (operator != null) {
            operator.destroyForcibly();
        }
        stack.close();
    }
}
