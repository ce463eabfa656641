package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// A release's life with pods: installed without a value on an empty cluster, upgraded under load, uninstalled.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChartK8s {
    private static final Helm HELM = new Helm(Suite.NAMESPACE);
    private static final List<String> WAITING = List.of("--wait", "--timeout", "8m");
    /// Less than where one service is rolled: here all start anew at once, and a small node has no more to give.
    private static final int PER_SECOND = 30;

    private static final int STREAMS = 60;
    private static final Duration GONE_WITHIN = Duration.ofMinutes(4);
    private static final Set<String> VOLUMES = Set.of(
            "persistentvolumeclaim/data-tollgate-postgres-0",
            "persistentvolumeclaim/data-tollgate-redis-0",
            "persistentvolumeclaim/journal-tollgate-edge-0",
            "persistentvolumeclaim/journal-tollgate-edge-1",
            "persistentvolumeclaim/tollgate-batch-files");
    private static final Set<String> SECRETS = Set.of(
            "secret/tollgate-bootstrap",
            "secret/tollgate-internal",
            "secret/tollgate-master-keys",
            "secret/tollgate-postgres",
            "secret/tollgate-receipts",
            "secret/tollgate-redis");

    @Test
    @Order(1)
    void withoutAValueItBecomesAWorkingSuiteThatStreams() {
        Suite.NAMESPACE.delete();
        Suite.forget();
        HELM.install(List.of("--create-namespace", "--wait", "--timeout", "8m"));

        Suite suite = Suite.found();
        String words = Ask.words("hello", 20);
        assertThat(QuickstartK8s.streamed(suite, words)).contains(words);
    }

    @Test
    @Order(2)
    void anUpgradeWithOtherValuesRollsEveryServiceAndNothingFails() {
        HELM.upgrade(List.of("--set", "edge.replicas=2", "--wait", "--timeout", "8m"));
        Suite suite = Suite.found();
        Suite.NAMESPACE.awaitPods("edge", 2);
        Set<String> before = pods();
        Promise promise = Promise.to(suite);
        try (Load load = promise.load(PER_SECOND, STREAMS)) {
            load.goOn(2 * PER_SECOND);
            HELM.upgrade(List.of("--set", "edge.replicas=2,all.env.QUARKUS_LOG_LEVEL=WARN,auth.replicas=2"));
            Suite.NAMESPACE.awaitAll();
            Suite.NAMESPACE.awaitPods("auth", 2);
            load.goOn(5 * PER_SECOND);
            promise.isKeptBy(load.stop());
        }
        assertThat(pods()).as("every service's pods are new").doesNotContainAnyElementsOf(before);
    }

    @Test
    @Order(3)
    void uninstallingLeavesTheDataAndWhoeverInstallsItAgainHasItBack() {
        String key = Suite.found().demoKey();
        HELM.uninstall();
        awaitLeft(VOLUMES, SECRETS);

        HELM.install(WAITING);
        Suite suite = Suite.found();
        assertThat(suite.demoKey()).isEqualTo(key);
        assertThat(QuickstartK8s.streamed(suite, Ask.words("again", 20))).contains("again");
    }

    @Test
    @Order(4)
    void uninstallingLeavesNothingWhereNoDataIsToBeKept() {
        HELM.upgrade(List.of("--set", "keepData=false", "--wait", "--wait-for-jobs", "--timeout", "8m"));
        // The second edge's volume is of an edge that is no more: nobody's, and so the administrator's.
        // The pod that shipped what was on it has it for as long as there is a Job of it.
        Suite.NAMESPACE.run("delete", "jobs", "-l", "app.kubernetes.io/name=tollgate-edge-shipper");
        Suite.NAMESPACE.run("delete", "persistentvolumeclaim", "journal-tollgate-edge-1");
        HELM.uninstall();
        awaitLeft(Set.of(), Set.of());
        Suite.NAMESPACE.delete();
        Suite.forget();
    }

    /// Of the services; each pod of the StatefulSet keeps its name, so that it is its container that is new.
    private static Set<String> pods() {
        return Set.copyOf(Suite.SERVICES.stream()
                .flatMap(service -> Suite.NAMESPACE.pods(service).stream())
                .map(Namespace.Pod::containerId)
                .toList());
    }

    private static void awaitLeft(Set<String> volumes, Set<String> secrets) {
        Suite.NAMESPACE.run("delete", "service", "e2e-edge", "e2e-console", "--ignore-not-found");
        await("what is left").atMost(GONE_WITHIN).pollInterval(Namespace.PAUSE).untilAsserted(() -> assertThat(
                        HELM.left())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(volumes.stream(), secrets.stream()).toList()));
    }
}
