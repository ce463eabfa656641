package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The overlay `production`, with stores and a provider that are not in its namespace.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProductionK8s {
    private static final Duration ENFORCED_WITHIN = Duration.ofSeconds(30);
    private static final int PER_SECOND = 20;
    private static final int STREAMS = 10;

    private Suite suite;
    private NodeHand hand;
    private Namespace stranger;
    private Namespace proxies;
    private Namespace prometheus;

    @BeforeAll
    void apply() {
        suite = Production.applied(List.of(), "");
        hand = new NodeHand();
        stranger = withAPod("tollgate-e2e-foreign");
        proxies = withAPod("tollgate-e2e-proxies");
        prometheus = withAPod("tollgate-e2e-prometheus");
        Production.letIn(proxies, prometheus);
    }

    @AfterAll
    void remove() {
        hand.close();
        List.of(stranger, proxies, prometheus).forEach(Namespace::delete);
        Production.remove();
    }

    @Test
    void itIsReadyWithTwoOfEachAndOneBatchAndAnswersOverStoresOfAnotherNamespace() {
        assertThat(Suite.NAMESPACE.workloads())
                .as("no store and no provider of its own")
                .hasSize(Suite.SERVICES.size() + 1);
        assertThat(Suite.NAMESPACE.pods().stream().filter(pod -> !pod.owner().equals("Job")))
                .hasSize(Suite.SERVICES.size() * Production.PODS + 1)
                .allMatch(Namespace.Pod::ready);
        Promise promise = Promise.to(suite);
        try (Load load = load(promise)) {
            load.goOn(3 * PER_SECOND);
            promise.isKeptBy(load.stop());
        }
        assertThat(suite.records(promise.customer()))
                .allSatisfy(record -> assertThat(record.get("charge").asLong()).isPositive());
    }

    /// On one node, too: no pod may wait for a node that is not there.
    @Test
    void spreadIsAWishAndNoCondition() {
        for (String service : Suite.SERVICES) {
            JsonNode constraints = Suite.NAMESPACE
                    .json("get", Suite.NAMESPACE.workload(service))
                    .at("/spec/template/spec/topologySpreadConstraints");
            assertThat(constraints).as(service).hasSize(2);
            assertThat(constraints)
                    .allMatch(constraint ->
                            constraint.get("whenUnsatisfiable").asText().equals("ScheduleAnyway"));
        }
    }

    /// A node is drained like this: each pod in its turn, and none that would leave nobody.
    @Test
    void budgetsLetOnePodOfEachGoAndRefuseTheSecondWhileNothingFails() {
        Promise promise = Promise.to(suite);
        try (Load load = load(promise)) {
            for (String service : Suite.SERVICES) {
                Suite.NAMESPACE.awaitPods(service, Production.PODS);
                JsonNode budget = budget(service, "1 may go");
                assertThat(budget.get("expectedPods").asInt()).isEqualTo(Production.PODS);
                assertThat(budget.get("desiredHealthy").asInt()).isEqualTo(Production.PODS - 1);

                List<Namespace.Pod> pods = Suite.NAMESPACE.pods(service);
                Kubectl.Outcome first = evict(pods.getFirst());
                Kubectl.Outcome second = evict(pods.getLast());

                assertThat(first.succeeded()).as(service + ": " + first.err()).isTrue();
                assertThat(second.err()).as(service).contains("TooManyRequests", "disruption budget");
            }
            Suite.SERVICES.forEach(service -> Suite.NAMESPACE.awaitPods(service, Production.PODS));
            load.goOn(3 * PER_SECOND);
            promise.isKeptBy(load.stop());
        }
    }

    @ParameterizedTest(name = "{0} reaches {1}")
    @CsvSource({
        "stranger,   ''",
        "proxies,    console edge",
        "prometheus, auth batch billing console edge ratelimit routing",
        "edge,       auth batch billing demo ratelimit redis routing",
        "console,    auth billing routing",
        "auth,       postgres redis",
        "routing,    postgres redis",
        "billing,    postgres redis",
        "ratelimit,  billing redis"
    })
    void aPodReachesItsArrowsAndNothingElse(String from, String arrows) {
        List<String> expected = arrows.isEmpty() ? List.of() : List.of(arrows.split(" "));
        Map<String, String> targets = new TreeMap<>(NetworkPolicyK8s.targets(Suite.NAMESPACE));
        if (Suite.SERVICES.contains(from)) {
            targets.putAll(NetworkPolicyK8s.targets(Production.ELSEWHERE));
        }
        targets.remove(from);
        await(from + " reaches " + expected).atMost(ENFORCED_WITHIN).untilAsserted(() -> assertThat(
                        hand.reachableFrom(pod(from), targets))
                .containsExactlyElementsOf(expected));
    }

    /// There may be no metrics server: then an autoscaler still knows whom it scales, keeps the least number, and says
    /// that it is the figures that it has not.
    @Test
    void autoscalersScaleWhatTheyAreMeantTo() {
        await("each has looked for figures").atMost(Duration.ofMinutes(1)).until(() -> {
            JsonNode all = autoscalers();
            return all.size() == Suite.SERVICES.size()
                    && all.valueStream()
                            .noneMatch(one -> condition(one, "ScalingActive").isEmpty());
        });
        for (JsonNode autoscaler : autoscalers()) {
            String service = autoscaler.at("/metadata/name").asText().substring("tollgate-".length());
            assertThat(condition(autoscaler, "AbleToScale").path("status").asText())
                    .as(autoscaler.get("status").toString())
                    .isEqualTo("True");
            JsonNode active = condition(autoscaler, "ScalingActive");
            assertThat(active.path("status").asText() + " "
                            + active.path("reason").asText())
                    .isIn("True ValidMetricFound", "False FailedGetResourceMetric");
            assertThat(active.path("message").asText()).doesNotContain("missing request", "selector");
            JsonNode scale = scale(service);
            assertThat(autoscaler.at("/status/currentReplicas").asInt())
                    .isEqualTo(scale.at("/status/replicas").asInt())
                    .isEqualTo(Production.PODS);
            assertThat(selected(scale.at("/status/selector").asText())).isEqualTo(names(service));
            assertThat(Suite.NAMESPACE
                            .json("get", Suite.NAMESPACE.workload(service))
                            .at("/spec/template/spec/containers"))
                    .as("a share of the CPU's request is what it scales by")
                    .allMatch(container -> container.at("/resources/requests").has("cpu"));
        }
    }

    private Load load(Promise promise) {
        return Load.start(suite.edge(), promise.customer().secret(), PER_SECOND, STREAMS);
    }

    private static JsonNode budget(String service, String when) {
        JsonNode[] status = new JsonNode[1];
        await(service + ": " + when).atMost(Duration.ofSeconds(30)).until(() -> {
            status[0] = Suite.NAMESPACE
                    .json("get", "poddisruptionbudget", "tollgate-" + service)
                    .get("status");
            return status[0].path("disruptionsAllowed").asInt() == 1;
        });
        return status[0];
    }

    private static Kubectl.Outcome evict(Namespace.Pod pod) {
        String eviction = Kubectl.JSON
                .createObjectNode()
                .put("apiVersion", "policy/v1")
                .put("kind", "Eviction")
                .set("metadata", Kubectl.JSON.createObjectNode().put("name", pod.name()))
                .toString();
        String path = "/api/v1/namespaces/%s/pods/%s/eviction".formatted(Suite.NAMESPACE.name(), pod.name());
        return Kubectl.attempt(Duration.ofSeconds(30), eviction, List.of("create", "--raw", path, "-f", "-"));
    }

    private static JsonNode autoscalers() {
        return Suite.NAMESPACE.json("get", "horizontalpodautoscalers").get("items");
    }

    private static JsonNode scale(String service) {
        String workload = Suite.NAMESPACE.workload(service);
        return Kubectl.read(Kubectl.run(
                "get",
                "--raw",
                "/apis/apps/v1/namespaces/%s/%ss/tollgate-%s/scale"
                        .formatted(Suite.NAMESPACE.name(), workload.substring(0, workload.indexOf('.')), service)));
    }

    private static JsonNode condition(JsonNode autoscaler, String type) {
        for (JsonNode condition : autoscaler.at("/status/conditions")) {
            if (condition.get("type").asText().equals(type)) {
                return condition;
            }
        }
        return Kubectl.JSON.createObjectNode();
    }

    private static Set<String> selected(String selector) {
        return Suite.NAMESPACE
                .run("get", "pods", "-l", selector, "-o", "name")
                .lines()
                .map(name -> name.substring(name.indexOf('/') + 1))
                .collect(Collectors.toSet());
    }

    private static Set<String> names(String service) {
        return Suite.NAMESPACE.pods(service).stream().map(Namespace.Pod::name).collect(Collectors.toSet());
    }

    private Namespace.Pod pod(String who) {
        return switch (who) {
            case "stranger" -> stranger.pods().getFirst();
            case "proxies" -> proxies.pods().getFirst();
            case "prometheus" -> prometheus.pods().getFirst();
            default -> Suite.NAMESPACE.pods(who).getFirst();
        };
    }

    private static Namespace withAPod(String name) {
        Namespace namespace = Namespace.fresh(name);
        namespace.run(
                "run",
                "guest",
                "--image=docker.io/library/busybox:1",
                "--image-pull-policy=IfNotPresent",
                "--restart=Never",
                "--",
                "sleep",
                "36000");
        namespace.run("wait", "--for=condition=Ready", "pod/guest", "--timeout=60s");
        return namespace;
    }
}
