package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The overlay `production` with component `edge-deployment`: edges without volumes, and what that may lose (rules 4).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProductionEdgeDeploymentK8s {
    private static final long GIVEN = 1_000 * Suite.CREDIT;
    private static final int PER_SECOND = 20;
    private static final int STREAMS = 20;
    private static final int EDGE_PORT = 8080;
    private static final int BILLING_PORT = 8084;

    /// A hold of ten minutes would make it a long test.
    private static final String SHORT_HOLDS = """
            - target: {kind: Deployment, name: tollgate-billing}
              patch: |-
                - op: add
                  path: /spec/template/spec/containers/0/env/-
                  value: {name: TOLLGATE_BILLING_LEASE_HOLD_AFTER, value: 60s}
            """;

    private Suite suite;
    private NodeHand hand;

    @BeforeAll
    void apply() {
        suite = Production.applied(List.of("edge-deployment"), SHORT_HOLDS);
        hand = new NodeHand();
    }

    @AfterAll
    void remove() {
        hand.close();
        Production.remove();
    }

    @Test
    void edgesAreADeploymentWithoutVolumesAndNothingIsLeftToShip() {
        assertThat(Suite.NAMESPACE.workload("edge")).startsWith("deployment");
        assertThat(Suite.NAMESPACE.json("get", "persistentvolumeclaims").get("items"))
                .isEmpty();
        Promise promise = Promise.to(suite);
        try (Load load = Load.start(suite.edge(), promise.customer().secret(), PER_SECOND, 10)) {
            load.goOn(3 * PER_SECOND);
            Suite.NAMESPACE.run("rollout", "restart", Suite.NAMESPACE.workload("edge"));
            Suite.NAMESPACE.awaitRolledOut(Suite.NAMESPACE.workload("edge"));
            Suite.NAMESPACE.awaitPods("edge", Production.PODS);
            load.goOn(3 * PER_SECOND);
            promise.isKeptBy(load.stop());
        }
        Suite.NAMESPACE.run("create", "job", "e2e-look", "--from=cronjob/tollgate-ship-orphans");
        Suite.NAMESPACE.run("wait", "--for=condition=Complete", "job/e2e-look", "--timeout=2m");
    }

    /// It would wait for twenty seconds only where its volume stays.
    @Test
    void anEdgeThatEndsInOrderWaitsForABillingThatIsAway() {
        Suite.Customer customer = suite.customer(GIVEN);
        Set<String> answered;
        try (Load load = Load.start(suite.edge(), customer.secret(), PER_SECOND, 0)) {
            load.goOn(30 * PER_SECOND);
            Suite.NAMESPACE.scale(Suite.NAMESPACE.workload("billing"), 0);
            Suite.NAMESPACE.awaitPods("billing", 0);
            load.goOn(5 * PER_SECOND);
            answered = load.stop().answered();
        }
        Namespace.Pod going = Suite.NAMESPACE.pods("edge").getFirst();
        assertThat(untold(going)).isPositive();
        Suite.NAMESPACE.run("delete", "pod", going.name(), "--wait=false");
        await("it waits")
                .during(Duration.ofSeconds(45))
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> names().contains(going.name()));
        Suite.NAMESPACE.scale(Suite.NAMESPACE.workload("billing"), Production.PODS);
        Suite.NAMESPACE.awaitPods("billing", Production.PODS);
        await("and goes").atMost(Duration.ofMinutes(1)).until(() -> !names().contains(going.name()));
        suite.checkBooks(customer, GIVEN, answered);
        Suite.NAMESPACE.awaitPods("edge", Production.PODS);
    }

    /// Billing is away: one edge's process dies, the other one's pod is deleted by force. The first starts again
    /// on what it had written. What the second had not told is lost: as many as it told of, and worth at most
    /// what its leases held. Both are metrics.
    @Test
    void aPodDeletedByForceLosesWhatBillingHadNotAndNoMoreThanItsLeasesHeld() {
        Suite.Customer customer = suite.customer(GIVEN);
        Tally plain;
        Tally streamed;
        double untold;
        try (Load requests = Load.start(suite.edge(), customer.secret(), PER_SECOND, 0);
                Load streams = Load.start(suite.edge(), customer.secret(), 0, STREAMS)) {
            requests.goOn(30 * PER_SECOND);
            Suite.NAMESPACE.scale(Suite.NAMESPACE.workload("billing"), 0);
            Suite.NAMESPACE.awaitPods("billing", 0);
            requests.goOn(5 * PER_SECOND);
            plain = requests.stop();
            List<Namespace.Pod> edges = Suite.NAMESPACE.pods("edge");
            hand.kill(edges.getLast());
            Namespace.Pod lost = edges.getFirst();
            untold = untold(lost);
            Suite.NAMESPACE.run("delete", "pod", lost.name(), "--force", "--grace-period=0");
            streamed = streams.stop();
        }
        assertThat(untold).isPositive();
        assertThat(streamed.cut()).as("streams of the edges that went").isNotEmpty();
        Suite.NAMESPACE.scale(Suite.NAMESPACE.workload("billing"), Production.PODS);
        Suite.NAMESPACE.awaitPods("billing", Production.PODS);
        Suite.NAMESPACE.awaitPods("edge", Production.PODS);

        await("the lost edge's leases have lapsed")
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(5))
                .until(() -> suite.held(customer) == 0);
        List<JsonNode> records = suite.records(customer);
        Map<String, JsonNode> byId = records.stream()
                .collect(Collectors.toMap(record -> record.get("id").textValue(), Function.identity()));
        Set<String> lostPlain = new HashSet<>(plain.answered());
        lostPlain.removeAll(byId.keySet());
        Set<String> lostStreams = new HashSet<>(streamed.answered());
        lostStreams.removeAll(byId.keySet());
        long worth = lostPlain.size() * least(plain, byId) + lostStreams.size() * least(streamed, byId);
        System.out.printf(
                "deleted by force on emptyDir: %d of %d answers lost (the edge told of %.0f), worth %d, leases held %.0f%n",
                lostPlain.size() + lostStreams.size(),
                plain.answered().size() + streamed.answered().size(),
                untold,
                worth,
                lapsed());
        assertThat(lostPlain.size() + lostStreams.size())
                .as("what billing did not have, and streams that ended since")
                .isBetween((int) untold, (int) untold + STREAMS);
        assertThat((double) worth).isPositive().isLessThanOrEqualTo(lapsed());

        Set<String> cut = new HashSet<>(byId.keySet());
        cut.removeAll(plain.answered());
        cut.removeAll(streamed.answered());
        assertThat(cut)
                .as("streams that were cut, by their last progress")
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(streamed.cut().values().stream()
                        .mapToInt(Tally.Times::count)
                        .sum());
        assertThat(cut).allSatisfy(id -> assertThat(
                        Objects.requireNonNull(byId.get(id)).get("outcome").textValue())
                .isEqualTo("interrupted"));
        assertThat(suite.balance(customer)).isEqualTo(GIVEN - Suite.charges(records));
        suite.verifyLedger();
    }

    private static double untold(Namespace.Pod edge) {
        return Forward.metric(Suite.NAMESPACE, edge.name(), EDGE_PORT, "tollgate_journal_unacknowledged", "");
    }

    private static Set<String> names() {
        return Suite.NAMESPACE.pods("edge").stream().map(Namespace.Pod::name).collect(Collectors.toSet());
    }

    /// What one of these answers cost at least.
    private static long least(Tally tally, Map<String, JsonNode> records) {
        return tally.answered().stream()
                .filter(records::containsKey)
                .mapToLong(id ->
                        Objects.requireNonNull(records.get(id)).get("charge").asLong())
                .min()
                .orElseThrow();
    }

    private static double lapsed() {
        return Suite.NAMESPACE.pods("billing").stream()
                .mapToDouble(pod -> Forward.metric(
                        Suite.NAMESPACE,
                        pod.name(),
                        BILLING_PORT,
                        "tollgate_lease_lapsed_nanocredits_total",
                        "by=\"expiry\""))
                .sum();
    }
}
