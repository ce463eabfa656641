package dev.tollgate.e2e.kubernetes;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// What autoscalers ask, in place of Prometheus with its adapter and of a metrics server, of which there are no Go
/// modules to build: `custom.metrics.k8s.io` serves the edges' own gauges by the names that the shipped rules give
/// them, read from each pod when asked; `metrics.k8s.io` says that every pod is idle. It runs in the tests'
/// process, on the node.
final class CustomMetrics implements AutoCloseable {
    private static final Namespace HOME = new Namespace("tollgate-metrics");
    private static final String NAME = "metrics-of-the-tests";
    private static final List<String> SERVED = List.of("v1beta2.custom.metrics.k8s.io", "v1beta1.metrics.k8s.io");
    private static final Path RULES =
            Checkout.HOME.resolve("deploy/kubernetes/components/stream-autoscaling/prometheus-adapter.yaml");
    private static final Pattern RULE = Pattern.compile("seriesQuery: '(\\w+)\\{(?s:.*?)name: \\{as: (\\w+)}");
    private static final Pattern ASKED =
            Pattern.compile("/apis/[a-z.0-9]+/v\\w+/namespaces/([a-z-]+)/pods(?:/\\*/(\\w+))?");
    private static final Pattern APP = Pattern.compile("app\\.kubernetes\\.io/name=tollgate-([a-z]+)");
    private static final char[] PASSWORD = "of this run only".toCharArray();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOKS = Duration.ofSeconds(2);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    /// Looks at the pods beside the answers: a look starts a program, and an API server does not wait for long.
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private volatile List<Namespace.Pod> pods = List.of();
    /// The edges' series, by the name that an autoscaler asks for.
    private final Map<String, String> series = new TreeMap<>();
    private final HttpsServer server;

    private CustomMetrics(String node) throws IOException, GeneralSecurityException {
        Matcher rule = RULE.matcher(Checkout.read(RULES));
        while (rule.find()) {
            series.put(rule.group(2), rule.group(1));
        }
        server = HttpsServer.create(new InetSocketAddress(node, 0), 50);
        server.setHttpsConfigurator(new HttpsConfigurator(certified()));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        clock.scheduleWithFixedDelay(this::look, 0, LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            pods = Suite.NAMESPACE.exists() ? Suite.NAMESPACE.pods() : List.of();
        } catch (RuntimeException | AssertionError e) {
            // The namespace went between the two questions; the next look tells.
            pods = List.of();
        }
    }

    private Stream<Namespace.Pod> of(String service) {
        return pods.stream().filter(pod -> !pod.owner().equals("Job")).filter(pod -> ("tollgate-" + service)
                .equals(pod.labels().get("app.kubernetes.io/name")));
    }

    /// Whether the tests run on the cluster's node, where its API server can ask them.
    static boolean possible() {
        try {
            String node = Door.nodeAddress();
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(address -> address.getHostAddress().equals(node));
        } catch (IOException e) {
            return false;
        }
    }

    /// Returns when the API server knows them.
    static CustomMetrics start() {
        String node = Door.nodeAddress();
        try {
            CustomMetrics metrics = new CustomMetrics(node);
            Namespace.fresh(HOME.name());
            HOME.applyText(metrics.objects(node));
            for (String api : SERVED) {
                Kubectl.run("wait", "--for=condition=Available", "apiservice/" + api, "--timeout=60s");
            }
            await("the gauges are served").atMost(PATIENCE).until(() -> Kubectl.attempt(
                            PATIENCE, "", List.of("get", "--raw", "/apis/custom.metrics.k8s.io/v1beta2"))
                    .succeeded());
            return metrics;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Of the edges' own series under this name, by pod; what Prometheus would have read.
    Map<String, Long> values(String metric) {
        Map<String, Long> values = new TreeMap<>();
        of("edge")
                .filter(Namespace.Pod::ready)
                .forEach(pod -> values.put(pod.name(), value(pod.address(), series.getOrDefault(metric, ""))));
        return values;
    }

    private long value(String address, String name) {
        try {
            HttpRequest scrape = HttpRequest.newBuilder(URI.create("http://" + address + ":8080/q/metrics"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(scrape, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            URI uri = exchange.getRequestURI();
            ObjectNode answer = answer(uri.getPath(), uri.getQuery() == null ? "" : uri.getQuery());
            byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.path("code").asInt(200), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private ObjectNode answer(String path, String query) {
        Matcher asked = ASKED.matcher(path);
        Matcher app = APP.matcher(query);
        if (path.equals("/apis/custom.metrics.k8s.io/v1beta2")) {
            return resources("custom.metrics.k8s.io/v1beta2", "pods/tollgate_edge_streams", "MetricValueList");
        }
        if (path.equals("/apis/metrics.k8s.io/v1beta1")) {
            return resources("metrics.k8s.io/v1beta1", "pods", "PodMetrics");
        }
        if (!asked.matches() || !app.find() || !asked.group(1).equals(Suite.NAMESPACE.name())) {
            return object("v1", "Status")
                    .put("status", "Failure")
                    .put("code", 404)
                    .put("message", path + "?" + query);
        }
        return asked.group(2) == null ? idle(app.group(1)) : gauges(asked.group(2));
    }

    private static ObjectNode object(String version, String kind) {
        return Kubectl.JSON.createObjectNode().put("kind", kind).put("apiVersion", version);
    }

    private static ObjectNode resources(String group, String name, String kind) {
        ObjectNode list = object("v1", "APIResourceList").put("groupVersion", group);
        list.putArray("resources")
                .addObject()
                .put("name", name)
                .put("singularName", "")
                .put("namespaced", true)
                .put("kind", kind)
                .putArray("verbs")
                .add("get")
                .add("list");
        return list;
    }

    private ObjectNode gauges(String metric) {
        ObjectNode list = object("custom.metrics.k8s.io/v1beta2", "MetricValueList");
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        values(metric).forEach((pod, value) -> {
            ObjectNode item = items.addObject().put("timestamp", now()).put("value", Long.toString(value));
            item.putObject("metric").put("name", metric);
            item.putObject("describedObject")
                    .put("kind", "Pod")
                    .put("apiVersion", "/v1")
                    .put("namespace", Suite.NAMESPACE.name())
                    .put("name", pod);
        });
        return list;
    }

    private ObjectNode idle(String service) {
        ObjectNode list = object("metrics.k8s.io/v1beta1", "PodMetricsList");
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        of(service).forEach(pod -> {
            ObjectNode item = items.addObject().put("timestamp", now()).put("window", "15s");
            item.putObject("metadata").put("name", pod.name()).put("namespace", Suite.NAMESPACE.name());
            item.putArray("containers")
                    .addObject()
                    .put("name", "tollgate-" + service)
                    .putObject("usage")
                    .put("cpu", "1m")
                    .put("memory", "100Mi");
        });
        return list;
    }

    private static String now() {
        return Instant.ofEpochSecond(Instant.now().getEpochSecond()).toString();
    }

    /// A Service whose one endpoint is this process, and who asks it for what.
    private String objects(String node) {
        ObjectNode list = object("v1", "List");
        ArrayNode items = list.putArray("items");
        ObjectNode service = items.addObject().put("apiVersion", "v1").put("kind", "Service");
        service.putObject("metadata").put("name", NAME);
        service.putObject("spec")
                .putArray("ports")
                .addObject()
                .put("name", "https")
                .put("port", 443);
        ObjectNode slice =
                items.addObject().put("apiVersion", "discovery.k8s.io/v1").put("kind", "EndpointSlice");
        slice.putObject("metadata").put("name", NAME).putObject("labels").put("kubernetes.io/service-name", NAME);
        slice.put("addressType", "IPv4");
        slice.putArray("ports")
                .addObject()
                .put("name", "https")
                .put("port", server.getAddress().getPort());
        slice.putArray("endpoints").addObject().putArray("addresses").add(node);
        for (String api : SERVED) {
            ObjectNode registered = items.addObject()
                    .put("apiVersion", "apiregistration.k8s.io/v1")
                    .put("kind", "APIService");
            registered.putObject("metadata").put("name", api);
            ObjectNode spec = registered
                    .putObject("spec")
                    .put("version", api.substring(0, api.indexOf('.')))
                    .put("group", api.substring(api.indexOf('.') + 1))
                    .put("groupPriorityMinimum", 100)
                    .put("versionPriority", 100)
                    .put("insecureSkipTLSVerify", true);
            spec.putObject("service")
                    .put("namespace", HOME.name())
                    .put("name", NAME)
                    .put("port", 443);
        }
        return list.toString();
    }

    /// A certificate of its own, which nobody checks.
    private static SSLContext certified() throws IOException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("metrics");
        Path store = folder.resolve("own.p12");
        Kubectl.Outcome made = Kubectl.program(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "own",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + NAME,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD)),
                PATIENCE,
                "");
        if (!made.succeeded()) {
            throw new IllegalStateException("no certificate: " + made.out() + made.err());
        }
        KeyStore own = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            own.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        return tls;
    }

    @Override
    public void close() {
        for (String api : SERVED) {
            Kubectl.run("delete", "apiservice", api, "--ignore-not-found");
        }
        HOME.delete();
        clock.shutdownNow();
        server.stop(0);
        threads.shutdownNow();
        http.close();
    }
}
