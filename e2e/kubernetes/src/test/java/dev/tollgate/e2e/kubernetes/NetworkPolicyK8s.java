package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may speak to whom, tried from each pod's own network. Needs a network plugin that enforces policies.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkPolicyK8s {
    private static final Duration ENFORCED_WITHIN = Duration.ofSeconds(30);

    private NodeHand hand;
    private Namespace foreign;
    private final List<JsonNode> policies = new ArrayList<>();

    @BeforeAll
    void prepare() {
        Suite.running();
        hand = new NodeHand();
        foreign = Namespace.fresh("tollgate-e2e-foreign");
        foreign.run(
                "run",
                "stranger",
                "--image=docker.io/library/busybox:1",
                "--image-pull-policy=IfNotPresent",
                "--restart=Never",
                "--",
                "sleep",
                "36000");
        foreign.run("wait", "--for=condition=Ready", "pod/stranger", "--timeout=60s");
        policies.addAll(policies());
        assertThat(policies).as("the overlay production has policies").isNotEmpty();
        close();
    }

    @AfterAll
    void clean() {
        hand.close();
        foreign.delete();
        // The suite as the quickstart has it.
        Suite.NAMESPACE.run("delete", "networkpolicies", "--all");
        Kubectl.run("apply", "-k", Checkout.overlay("quickstart").toString());
    }

    /// The first half shows that the second one can fail.
    @Test
    void aForeignPodReachesNothingInsideWhileThePoliciesAreThere() {
        Set<String> inner = new TreeSet<>(targets().keySet());
        inner.removeAll(Set.of("edge", "console"));
        open();
        await("without policies all is open").atMost(ENFORCED_WITHIN).untilAsserted(() -> assertThat(
                        hand.reachableFrom(stranger(), targets()))
                .containsAll(inner));
        close();
        await("with them nothing inner is").atMost(ENFORCED_WITHIN).untilAsserted(() -> assertThat(
                        hand.reachableFrom(stranger(), targets()))
                .doesNotContainAnyElementsOf(inner));
    }

    /// The arrows of ARCHITECTURE.md, and no other.
    @ParameterizedTest(name = "{0} reaches {1}")
    @CsvSource({
        "edge,      auth batch billing demo ratelimit redis routing",
        "console,   auth billing routing",
        "auth,      postgres redis",
        "routing,   postgres redis",
        "billing,   postgres redis",
        "ratelimit, billing redis",
        "batch,     edge postgres",
        "demo,      ''",
        "postgres,  ''",
        "redis,     ''"
    })
    void aPodReachesItsArrowsAndNothingElse(String from, String arrows) {
        List<String> expected = arrows.isEmpty() ? List.of() : List.of(arrows.split(" "));
        Map<String, String> targets = targets();
        targets.remove(from);
        await(from + " reaches " + expected).atMost(ENFORCED_WITHIN).untilAsserted(() -> assertThat(
                        hand.reachableFrom(Suite.NAMESPACE.pods(from).getFirst(), targets))
                .containsExactlyElementsOf(expected));
    }

    @Test
    void theSuiteStartsAndServesBehindThePolicies() {
        for (List<String> together : List.of(List.of("postgres", "redis"), Suite.SERVICES)) {
            together.forEach(one -> Suite.NAMESPACE.run("rollout", "restart", Suite.NAMESPACE.workload(one)));
            Suite.NAMESPACE.awaitAll();
        }
        Suite suite = Suite.running();
        Promise promise = Promise.to(suite);
        try (Load load = Load.start(suite.edge(), promise.customer().secret(), 20, 10)) {
            load.goOn(100);
            promise.isKeptBy(load.stop());
        }
    }

    private Namespace.Pod stranger() {
        return foreign.pods().getFirst();
    }

    private static Map<String, String> targets() {
        return targets(Suite.NAMESPACE);
    }

    /// Each service and store at its Service's own address.
    static Map<String, String> targets(Namespace namespace) {
        Map<String, String> targets = new TreeMap<>();
        for (JsonNode service : namespace.json("get", "services").get("items")) {
            String name = service.at("/metadata/name").asText();
            JsonNode port = service.at("/spec/ports/0/port");
            String address = service.at("/spec/clusterIP").asText();
            if (name.startsWith("tollgate-") && !address.equals("None")) {
                targets.put(name.substring("tollgate-".length()), address + ":" + port.asInt());
            }
        }
        return targets;
    }

    /// The quickstart's, else those of production, which are the same objects.
    private static List<JsonNode> policies() {
        for (String overlay : List.of("quickstart", "production")) {
            List<JsonNode> found = Manifests.of(
                            Kubectl.run("kustomize", Checkout.overlay(overlay).toString()))
                    .stream()
                    .filter(object -> object.get("kind").asText().equals("NetworkPolicy"))
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private void open() {
        Suite.NAMESPACE.run("delete", "networkpolicies", "--all");
    }

    private void close() {
        for (JsonNode policy : policies) {
            ObjectNode clean = policy.deepCopy();
            ((ObjectNode) clean.get("metadata")).put("namespace", Suite.NAMESPACE.name());
            Suite.NAMESPACE.applyText(clean.toString());
        }
    }
}
