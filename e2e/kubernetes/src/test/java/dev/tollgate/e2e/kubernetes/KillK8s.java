package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes die on the node and pods are deleted, under load of a customer whom the edge knows: it goes on with the
/// authority that it holds, and the books agree when all is back.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillK8s {
    private static final int PER_SECOND = 30;
    private static final int STREAMS = 20;
    private static final long GIVEN = 100 * Suite.CREDIT;
    /// A lease covers what its account has spent in the minute before: it must be known for a while to outlast a
    /// billing that is started again on a busy machine.
    private static final int KNOWN_SECONDS = 40;

    private NodeHand hand;

    @BeforeAll
    void reachOut() {
        hand = new NodeHand();
    }

    @AfterAll
    void withdraw() {
        hand.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "routing", "billing", "ratelimit", "console", "postgres", "redis"})
    void aKilledProcessIsStartedAgainAndNoKnownCustomerSeesIt(String victim) {
        Namespace.Pod before = one(victim);
        int known = victim.equals("billing") ? KNOWN_SECONDS : 3;
        underLoad(known, () -> hand.kill(before), () -> {
            Namespace.Pod after = one(victim);
            assertThat(after.name()).isEqualTo(before.name());
            assertThat(after.restarts()).isGreaterThan(before.restarts());
            return after.ready();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "redis"})
    void aStoresPodIsDeletedAndComesBackWithItsData(String victim) {
        Set<String> before = Suite.NAMESPACE.pods(victim).stream()
                .map(Namespace.Pod::containerId)
                .collect(Collectors.toSet());
        underLoad(
                3,
                () -> Suite.NAMESPACE.run("delete", "pod", one(victim).name(), "--wait=false"),
                () -> Suite.NAMESPACE.pods(victim).stream()
                        .anyMatch(pod -> pod.ready() && !before.contains(pod.containerId())));
    }

    @Test
    void aKilledEdgeLosesNothingThatItAdmitted() {
        Suite suite = Suite.running();
        Suite.Customer customer = suite.customer(GIVEN);
        Namespace.Pod before = one("edge");
        Tally tally;
        try (Load load = Load.start(suite.edge(), customer.secret(), PER_SECOND, STREAMS)) {
            load.goOn(3 * PER_SECOND);
            hand.kill(before);
            await("the edge is back").atMost(Duration.ofMinutes(2)).until(() -> {
                Namespace.Pod after = one("edge");
                return after.ready() && after.restarts() > before.restarts();
            });
            load.goOn(5 * PER_SECOND);
            tally = load.stop();
        }
        System.out.println("killed edge: " + tally);
        assertThat(tally.cut()).as("the streams that the edge had").isNotEmpty();
        await("what was answered, and the streams that were cut, are in the books")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(ids(suite.records(customer))).containsAll(tally.answered()));
        List<JsonNode> records = suite.records(customer);
        Set<String> unanswered = new HashSet<>(ids(records));
        unanswered.removeAll(tally.answered());
        assertThat(records).as("each once").hasSize(tally.answered().size() + unanswered.size());
        assertThat(unanswered.size())
                .as("the interrupted streams, and at most what else was under way")
                .isBetween(STREAMS / 2, count(tally.failed()) + count(tally.cut()));
        records.stream()
                .filter(record -> unanswered.contains(record.get("id").textValue()))
                .forEach(record -> assertThat(record.get("uncollected").textValue())
                        .as(record.toString())
                        .isEqualTo("0"));
        assertThat(suite.balance(customer)).isEqualTo(GIVEN - Suite.charges(records));
        suite.verifyLedger();
    }

    private static int count(Map<String, Tally.Times> reasons) {
        return reasons.values().stream().mapToInt(Tally.Times::count).sum();
    }

    private static Set<String> ids(List<JsonNode> records) {
        return records.stream().map(record -> record.get("id").textValue()).collect(Collectors.toSet());
    }

    private static Namespace.Pod one(String service) {
        return Suite.NAMESPACE.pods(service).stream()
                .filter(pod -> !pod.ending())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no pod of " + service));
    }

    private static void underLoad(int knownSeconds, Runnable harm, Callable<Boolean> healed) {
        Suite suite = Suite.running();
        Suite.Customer customer = suite.customer(GIVEN);
        try (Load load = Load.start(suite.edge(), customer.secret(), PER_SECOND, STREAMS)
                .witnessedBy(() -> Door.behind("edge"))) {
            load.goOn(knownSeconds * PER_SECOND);
            load.tally().mark("harmed");
            harm.run();
            await("it is back")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(healed);
            load.tally().mark("back");
            Suite.NAMESPACE.awaitAll();
            load.goOn(5 * PER_SECOND);
            Tally tally = load.stop();
            System.out.println("harmed: " + tally);
            assertThat(tally.failed()).as("failed of " + tally.requests()).isEmpty();
            assertThat(tally.cut()).as("cut of " + tally.streams()).isEmpty();
            suite.checkBooks(customer, GIVEN, tally.answered());
        }
    }
}
