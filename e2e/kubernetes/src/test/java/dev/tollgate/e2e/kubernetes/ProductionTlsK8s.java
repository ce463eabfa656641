package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The overlay `production` with component `mtls`: every inner call has a certificate of both sides, and what ships
/// the journals of edges that are gone, too.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProductionTlsK8s {
    private static final Map<String, Integer> PLAIN =
            Map.of("auth", 8082, "routing", 8083, "billing", 8084, "ratelimit", 8085);
    private static final int SECURED = 8443;
    private static final long GIVEN = 1_000 * Suite.CREDIT;
    private static final int PER_SECOND = 20;
    private static final int EDGE_PORT = 8080;
    /// The kubelet shows a changed Secret within a minute and a half, and a service looks each minute.
    private static final Duration READ_WITHIN = Duration.ofMinutes(4);

    private Suite suite;
    private NodeHand hand;

    @BeforeAll
    void apply() {
        suite = Production.applied(List.of("mtls"), "");
        hand = new NodeHand();
    }

    @AfterAll
    void remove() {
        hand.close();
        Production.remove();
    }

    @Test
    void answersComeThroughAndAreCharged() {
        Promise promise = Promise.to(suite);
        try (Load load = Load.start(suite.edge(), promise.customer().secret(), PER_SECOND, 10)) {
            load.goOn(3 * PER_SECOND);
            promise.isKeptBy(load.stop());
        }
        JsonNode edge = Suite.NAMESPACE.json("get", Suite.NAMESPACE.workload("edge"));
        assertThat(edge.at("/spec/template/spec/containers/0/env"))
                .filteredOn(variable ->
                        variable.get("name").asText().matches("TOLLGATE_(AUTH|ROUTING|BILLING|RATELIMIT)_URL"))
                .hasSize(PLAIN.size())
                .allMatch(variable -> variable.get("value").asText().startsWith("https://"));
    }

    /// So that what came through came by TLS.
    @ParameterizedTest(name = "{0} reaches the secured ports of {1}")
    @CsvSource({"edge, auth billing ratelimit routing", "console, auth billing routing", "ratelimit, billing"})
    void aCallerReachesNoPlainPort(String caller, String secured) {
        Map<String, String> ports = new TreeMap<>();
        PLAIN.forEach((service, port) -> {
            String address = Suite.NAMESPACE.pods(service).getFirst().address();
            ports.put(service, address + ":" + SECURED);
            ports.put("plain-" + service, address + ":" + port);
        });
        ports.remove(caller);
        ports.remove("plain-" + caller);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        hand.reachableFrom(Suite.NAMESPACE.pods(caller).getFirst(), ports))
                .containsExactly(secured.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({"auth", "routing", "billing", "ratelimit"})
    void aCallerNeedsACertificateOfTheAuthorityAndTheToken(String service) throws IOException {
        Certificates known = Certificates.of(Production.FOLDER);
        Namespace.Pod pod = Suite.NAMESPACE.pods(service).getFirst();
        try (Forward forward = Forward.to(Suite.NAMESPACE, pod.name(), SECURED)) {
            assertThat(known.ask(forward.port(), "/internal/v1/changes?since=0"))
                    .startsWith("HTTP/1.1 401");
            assertThatThrownBy(() -> known.askWithout(forward.port(), "/q/health/live"))
                    .isInstanceOf(IOException.class);
        }
    }

    /// Another authority altogether, which none that had not read it would trust, or be trusted by.
    @Test
    void renewedCertificatesAreReadByServersAndCallersWhileTheyRun() {
        Map<String, Integer> restarts = new HashMap<>();
        Suite.SERVICES.forEach(
                service -> Suite.NAMESPACE.pods(service).forEach(pod -> restarts.put(pod.name(), pod.restarts())));
        Production.certify();
        Certificates renewed = Certificates.of(Production.FOLDER);
        for (String service : PLAIN.keySet()) {
            for (Namespace.Pod pod : Suite.NAMESPACE.pods(service)) {
                await(pod.name() + " shows the new certificate")
                        .atMost(READ_WITHIN)
                        .pollInterval(Duration.ofSeconds(5))
                        .ignoreExceptions()
                        .until(() -> {
                            try (Forward forward = Forward.to(Suite.NAMESPACE, pod.name(), SECURED)) {
                                return renewed.ask(forward.port(), "/q/health/live")
                                        .startsWith("HTTP/1.1 200");
                            }
                        });
            }
        }
        // Kept connections outlive it: new pods have none.
        List.of("auth", "billing", "ratelimit", "routing")
                .forEach(service -> Suite.NAMESPACE.run("rollout", "restart", Suite.NAMESPACE.workload(service)));
        Suite.NAMESPACE.awaitAll();
        await("edges and console call with the new one")
                .atMost(READ_WITHIN)
                .ignoreExceptions()
                .until(() -> {
                    Suite.Customer customer = suite.customer(Suite.CREDIT);
                    return suite.ask(customer, "demo", "Hello!").statusCode() == 200
                            && suite.ask(customer, "demo", "Hello again!").statusCode() == 200;
                });
        for (String caller : List.of("edge", "console")) {
            assertThat(Suite.NAMESPACE.pods(caller))
                    .as("nobody has started them again")
                    .allMatch(pod -> restarts.getOrDefault(pod.name(), -1) == pod.restarts());
        }
        answersComeThroughAndAreCharged();
    }

    /// Billing is away as two of four edges go, one of them by force: nobody starts them again, and what they had
    /// not told comes once, by Jobs.
    @Test
    void whatEdgesThatWereScaledAwayHadNotToldIsShippedOnce() {
        Suite.NAMESPACE.run("patch", "cronjob", "tollgate-ship-orphans", "-p", "{\"spec\":{\"suspend\":true}}");
        String edges = Suite.NAMESPACE.workload("edge");
        String billing = Suite.NAMESPACE.workload("billing");
        Suite.NAMESPACE.scale(edges, 4);
        Suite.NAMESPACE.awaitPods("edge", 4);
        Suite.Customer customer = suite.customer(GIVEN);
        Set<String> answered;
        try (Load load = Load.start(suite.edge(), customer.secret(), PER_SECOND, 0)) {
            // A lease covers what its account has spent in the minute before.
            load.goOn(30 * PER_SECOND);
            Suite.NAMESPACE.scale(billing, 0);
            Suite.NAMESPACE.awaitPods("billing", 0);
            load.goOn(5 * PER_SECOND);
            answered = new HashSet<>(load.stop().answered());
        }
        double untold = untold("tollgate-edge-2") + untold("tollgate-edge-3");
        assertThat(untold("tollgate-edge-2")).isPositive();
        assertThat(untold("tollgate-edge-3")).isPositive();

        Suite.NAMESPACE.run("delete", "pod", "tollgate-edge-3", "--force", "--grace-period=0");
        Suite.NAMESPACE.scale(edges, Production.PODS);
        await("two edges are left")
                .atMost(Duration.ofMinutes(3))
                .until(() -> Suite.NAMESPACE.pods("edge").size() == Production.PODS);
        Suite.NAMESPACE.scale(billing, Production.PODS);
        Suite.NAMESPACE.awaitPods("billing", Production.PODS);
        await("those that are there have told all")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat((double) suite.records(customer).size()).isEqualTo(answered.size() - untold));

        look("first");
        await("two volumes are shipped").atMost(Duration.ofMinutes(3)).untilAsserted(() -> assertThat(shipJobs())
                .hasSize(2)
                .allMatch(job -> job.at("/status/succeeded").asInt() == 1));
        List<JsonNode> records = suite.checkBooks(customer, GIVEN, answered);
        assertThat(records).hasSameSizeAs(answered);

        look("second");
        look("third");
        assertThat(shipJobs()).as("once is enough").hasSize(2);
        assertThat(Suite.NAMESPACE.json("get", "persistentvolumeclaims").get("items"))
                .filteredOn(claim -> claim.at("/metadata/annotations").has("tollgate.dev/shipped-in-generation"))
                .extracting(claim -> claim.at("/metadata/name").asText())
                .containsExactlyInAnyOrder("journal-tollgate-edge-2", "journal-tollgate-edge-3");
    }

    private static double untold(String pod) {
        return Forward.metric(Suite.NAMESPACE, pod, EDGE_PORT, "tollgate_journal_unacknowledged", "");
    }

    /// As an administrator who does not wait for the next minute.
    private static void look(String name) {
        String job = "job/e2e-" + name + "-look";
        Suite.NAMESPACE.run("create", "job", job.substring(4), "--from=cronjob/tollgate-ship-orphans");
        Suite.NAMESPACE.run("wait", "--for=condition=Complete", job, "--timeout=2m");
    }

    private static List<JsonNode> shipJobs() {
        return Suite.NAMESPACE
                .json("get", "jobs", "-l", "app.kubernetes.io/name=tollgate-edge-shipper")
                .get("items")
                .valueStream()
                .toList();
    }
}
