package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The chart against the real API server, with its strictest validation, and a release's whole life as far as
/// objects go. Needs no node: no pod runs.
class ChartManifestsK8s {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Namespace NAMESPACE = new Namespace("tollgate-charted");
    private static final Helm HELM = new Helm(NAMESPACE);
    /// Whatever is asked for, these hold data.
    private static final Set<String> VOLUMES = Set.of(
            "persistentvolumeclaim/data-tollgate-postgres-0",
            "persistentvolumeclaim/data-tollgate-redis-0",
            "persistentvolumeclaim/journal-tollgate-edge-0",
            "persistentvolumeclaim/tollgate-batch-files");

    private static final List<String> CHANGED = set(
            "image.tag=9.9.9",
            "all.priorityClassName=system-cluster-critical",
            "edge.resources.requests.cpu=700m",
            "edge.drainSeconds=300",
            "autoscaling.enabled=true",
            // An edge more would have a volume more.
            "autoscaling.edge.minReplicas=1",
            "autoscaling.edgeStreams.enabled=true",
            "podDisruptionBudgets.enabled=true",
            "spread.enabled=true",
            "secrets.providers.data.OPENAI_API_KEY=sk-a");

    @BeforeEach
    void empty() {
        Namespace.fresh(NAMESPACE.name());
    }

    @AfterAll
    static void clean() {
        NAMESPACE.delete();
    }

    static Stream<List<String>> values() {
        return Stream.of(
                List.of(),
                CHANGED,
                set(
                        "edge.service.type=NodePort",
                        "edge.service.nodePort=30081",
                        "mtls.enabled=true",
                        "kafkaExport.enabled=true",
                        "keyless.enabled=true",
                        "keyless.workloads.issuers[0].issuer=https://ours",
                        "operator.enabled=true",
                        "keepData=false"),
                Helm.PRODUCTION,
                both(
                        Helm.PRODUCTION,
                        set(
                                "edge.kind=Deployment",
                                "ingress.enabled=false",
                                "gateway.enabled=true",
                                "autoscaling.edgeStreams.enabled=true",
                                "postgres.external.host=db",
                                "redis.external.url=redis://r:6379",
                                "all.podLabels.team=ai",
                                "all.tolerations[0].operator=Exists",
                                "monitoring.labels.release=prometheus")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void whatTheChartRendersIsAccepted(List<String> values) {
        List<String> strictly = List.of(
                "apply", "-f", "-", "--server-side", "--dry-run=server", "--validate=strict", "-n", NAMESPACE.name());
        Kubectl.Outcome outcome = Kubectl.attempt(PATIENCE, HELM.template(values), strictly);
        assertThat(outcome.succeeded()).as(outcome.err()).isTrue();
    }

    @Test
    void aReleaseIsInstalledUpgradedAndRolledBackAndUninstallingLeavesTheData() {
        HELM.install(List.of());
        // It fails at the first that is not there.
        Kubectl.run(PATIENCE, HELM.template(List.of()), List.of("get", "-n", NAMESPACE.name(), "-f", "-"));
        Set<String> first = jobs();
        long generation = generation();
        HELM.upgrade(List.of());
        assertThat(generation()).as("the same values change nothing").isEqualTo(generation);

        HELM.upgrade(CHANGED);
        JsonNode edge = NAMESPACE.json("get", "statefulset", "tollgate-edge").at("/spec/template/spec");
        assertThat(edge.at("/containers/0/image").asText()).endsWith("/tollgate-edge:9.9.9");
        assertThat(edge.at("/terminationGracePeriodSeconds").asInt()).isEqualTo(360);
        assertThat(jobs()).as("Jobs cannot be changed").hasSameSizeAs(first).doesNotContainAnyElementsOf(first);
        assertThat(NAMESPACE.json("get", "hpa", "tollgate-edge").at("/spec/metrics"))
                .hasSize(3);

        HELM.rollback(1);
        assertThat(jobs()).isEqualTo(first);
        awaitVolumes();
        HELM.uninstall();
        awaitLeft(VOLUMES);
    }

    @Test
    void uninstallingLeavesNothingWhereNoDataIsToBeKept() {
        HELM.install(List.of());
        awaitVolumes();
        HELM.upgrade(both(CHANGED, set("keepData=false")));
        await("the volumes belong to what has them")
                .atMost(PATIENCE)
                .pollInterval(Namespace.PAUSE)
                .until(() -> StreamSupport.stream(claims().spliterator(), false)
                        .filter(claim -> !claim.at("/metadata/name").asText().equals("tollgate-batch-files"))
                        .allMatch(claim -> claim.at("/metadata/ownerReferences/0/kind")
                                .asText()
                                .equals("StatefulSet")));
        HELM.uninstall();
        awaitLeft(Set.of());
    }

    private static void awaitVolumes() {
        await("the volumes are asked for")
                .atMost(PATIENCE)
                .pollInterval(Namespace.PAUSE)
                .until(() -> claims().size() == VOLUMES.size());
    }

    private static void awaitLeft(Set<String> expected) {
        await("what is left").atMost(PATIENCE).pollInterval(Namespace.PAUSE).untilAsserted(() -> assertThat(HELM.left())
                .isEqualTo(expected));
    }

    private static JsonNode claims() {
        return NAMESPACE.json("get", "persistentvolumeclaims").path("items");
    }

    private static Set<String> jobs() {
        // Without those that the CronJob makes, each minute another
        return NAMESPACE
                .run("get", "jobs", "-o", "name")
                .lines()
                .filter(name -> !name.contains("ship-orphans"))
                .collect(Collectors.toSet());
    }

    private static long generation() {
        return NAMESPACE
                .json("get", "statefulset", "tollgate-edge")
                .at("/metadata/generation")
                .asLong();
    }

    private static List<String> set(String... values) {
        List<String> options = new ArrayList<>();
        for (String value : values) {
            options.addAll(List.of("--set", value));
        }
        return options;
    }

    private static List<String> both(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
