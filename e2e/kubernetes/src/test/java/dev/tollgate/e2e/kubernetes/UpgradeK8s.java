package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// From the previous version to this one with data, and each service back by itself. The previous version is the commit
/// of `deploy/PREVIOUS`: its checkout and the tag of its images come by the environment.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpgradeK8s {
    private static final String PREVIOUS_HOME = System.getenv().getOrDefault("TOLLGATE_PREVIOUS_HOME", "");
    private static final String PREVIOUS_TAG = System.getenv().getOrDefault("TOLLGATE_PREVIOUS_TAG", "");

    @BeforeEach
    void needsAPreviousVersion() {
        assumeThat(PREVIOUS_TAG)
                .as("deploy/PREVIOUS names a commit of which images could be built")
                .isNotEmpty();
    }

    @Test
    @Order(1)
    void thePreviousVersionIsUpgradedUnderLoadWithItsData() {
        Suite.NAMESPACE.delete();
        Suite.forget();
        previous()
                .forEach(object -> Kubectl.run(
                        Duration.ofMinutes(1),
                        object.toString(),
                        List.of("apply", "--server-side", "--field-manager=kubectl-client-side-apply", "-f", "-")));
        Suite old = Suite.found();
        Suite.Customer customer = old.customer(Suite.CREDIT);
        Set<String> asked = new HashSet<>();
        asked.add(ask(old, customer));
        long balance = old.checkBooks(customer, Suite.CREDIT, asked).size();
        assertThat(balance).isEqualTo(1);

        Kubectl.run("apply", "-k", Checkout.overlay("quickstart").toString());
        Suite suite = Suite.found();

        assertThat(Suite.NAMESPACE.pods()).noneMatch(pod -> pod.owner().isEmpty());
        asked.add(ask(suite, customer));
        suite.checkBooks(customer, Suite.CREDIT, asked);
    }

    @ParameterizedTest
    @Order(2)
    @ValueSource(strings = {"console", "edge", "ratelimit", "billing", "routing", "auth"})
    void aServiceGoesBackOneVersionByItselfAndForthAgain(String service) {
        Suite suite = Suite.running();
        Suite.Customer customer = suite.customer(Suite.CREDIT);
        Set<String> asked = new HashSet<>();
        asked.add(ask(suite, customer));
        String workload = Suite.NAMESPACE.workload(service);
        String now = image(workload);
        setImage(workload, now.substring(0, now.lastIndexOf(':') + 1) + PREVIOUS_TAG);
        asked.add(ask(suite, customer));
        suite.checkBooks(customer, Suite.CREDIT, asked);
        setImage(workload, now);
        asked.add(ask(suite, customer));
        suite.checkBooks(customer, Suite.CREDIT, asked);
    }

    private static void setImage(String workload, String image) {
        String container = Suite.NAMESPACE
                .json("get", workload)
                .at("/spec/template/spec/containers/0/name")
                .asText();
        Suite.NAMESPACE.run("set", "image", workload, container + "=" + image);
        Suite.NAMESPACE.awaitRolledOut(workload);
    }

    private static String image(String workload) {
        return Suite.NAMESPACE
                .json("get", workload)
                .at("/spec/template/spec/containers/0/image")
                .asText();
    }

    /// Waits until it is answered, as the only edge may have gone and come; the id of the one that was.
    private static String ask(Suite suite, Suite.Customer customer) {
        return await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> suite.ask(customer, "demo", "Hello!"), answer -> answer.statusCode() == 200)
                .headers()
                .firstValue("x-request-id")
                .orElseThrow();
    }

    /// The previous version's overlay, with its images' tag. Jobs have the version in their names, which may be
    /// the same before a release: these are named apart. A version from before there were manifests takes
    /// today's, but for the Jobs of its migrations: it migrates at its start.
    private static List<JsonNode> previous() {
        Path own = Path.of(PREVIOUS_HOME).resolve("deploy/kubernetes/overlays/quickstart");
        boolean hasOwn = Files.exists(own);
        Path overlay = hasOwn ? own : Checkout.overlay("quickstart");
        List<JsonNode> objects = Manifests.of(Kubectl.run("kustomize", overlay.toString())).stream()
                .filter(object -> hasOwn || !isMigration(object))
                .toList();
        for (JsonNode object : objects) {
            if (hasOwn || isService(object)) {
                object.findParents("image").forEach(UpgradeK8s::tag);
            }
            if (object.get("kind").asText().equals("Job")) {
                ObjectNode metadata = (ObjectNode) object.get("metadata");
                metadata.put("name", metadata.get("name").asText() + "-previous");
            }
        }
        return objects;
    }

    private static boolean isMigration(JsonNode object) {
        return object.get("kind").asText().equals("Job")
                && object.at("/metadata/name").asText().contains("-migrate-");
    }

    private static boolean isService(JsonNode object) {
        return Suite.SERVICES.stream()
                .anyMatch(service -> object.at("/metadata/name").asText().equals("tollgate-" + service));
    }

    private static void tag(JsonNode container) {
        String image = container.get("image").asText();
        if (image.contains("/tollgate-")) {
            ((ObjectNode) container).put("image", image.substring(0, image.lastIndexOf(':') + 1) + PREVIOUS_TAG);
        }
    }
}
