package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// New pods take the place of old ones under load, in order and by force.
class RolloutK8s {
    private static final int STREAMS = 20;

    /// Half of the load's requests are on kept connections, half on new ones. A StatefulSet has no surge, so that its
    /// pods are two for the rollout, as in production.
    @ParameterizedTest
    @ValueSource(strings = {"edge", "auth", "routing", "billing", "ratelimit", "console"})
    void aServiceIsRolledAndNothingFails(String service) {
        Suite suite = Suite.running();
        String workload = Suite.NAMESPACE.workload(service);
        if (workload.startsWith("statefulset")) {
            Suite.NAMESPACE.scale(workload, 2);
            Suite.NAMESPACE.awaitPods(service, 2);
        }
        Set<String> old = names(service);
        Promise promise = Promise.to(suite);
        try (Load load = promise.load()) {
            load.goOn(2 * Load.PER_SECOND);
            Suite.NAMESPACE.run("rollout", "restart", workload);
            Suite.NAMESPACE.awaitRolledOut(workload);
            Suite.NAMESPACE.awaitPods(service, old.size());
            load.goOn(5 * Load.PER_SECOND);
            promise.isKeptBy(load.stop());
        }
        if (!workload.startsWith("statefulset")) {
            assertThat(names(service)).doesNotContainAnyElementsOf(old);
        }
    }

    @Test
    void anEdgeDeletedByForceBreaksOnlyItsOwnStreamsAndEachIsChargedOnce() {
        Suite suite = Suite.running();
        String workload = Suite.NAMESPACE.workload("edge");
        Suite.NAMESPACE.scale(workload, 2);
        Suite.NAMESPACE.awaitPods("edge", 2);
        long given = 100 * Suite.CREDIT;
        Suite.Customer customer = suite.customer(given);
        List<Watched> streams = IntStream.range(0, STREAMS)
                .mapToObj(i -> Watched.open(suite, customer, "f" + i))
                .toList();
        await("all streams have told their progress")
                .atMost(Duration.ofSeconds(60))
                .until(() -> streams.stream().allMatch(stream -> stream.words() >= 8));

        Suite.NAMESPACE.run(
                "delete", "pod", Suite.NAMESPACE.pods("edge").getFirst().name(), "--force", "--grace-period=0");
        await("all streams have ended").atMost(Duration.ofSeconds(90)).until(() -> streams.stream()
                .allMatch(Watched::isOver));
        Suite.NAMESPACE.awaitPods("edge", 2);

        List<Watched> broken =
                streams.stream().filter(stream -> !stream.isDone()).toList();
        System.out.println("forced deletion: " + broken.size() + " of " + STREAMS + " streams broken");
        assertThat(broken).as("those of one edge of two").isNotEmpty().hasSizeLessThan(STREAMS);
        List<JsonNode> records = suite.checkBooks(
                customer, given, streams.stream().map(Watched::requestId).collect(Collectors.toSet()));
        for (Watched stream : broken) {
            JsonNode record = records.stream()
                    .filter(one -> one.get("id").textValue().equals(stream.requestId()))
                    .findFirst()
                    .orElseThrow();
            assertThat(record.get("outcome").textValue()).isEqualTo("interrupted");
            assertThat(record.get("quantities").path("output").asLong())
                    .as("its last progress, of " + stream.words() + " words")
                    .isPositive()
                    .isLessThanOrEqualTo(3L * stream.words());
        }
    }

    private static Set<String> names(String service) {
        return Suite.NAMESPACE.pods(service).stream().map(Namespace.Pod::name).collect(Collectors.toSet());
    }

    /// One streamed answer, watched while it comes.
    private static final class Watched {
        private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
        private final Set<String> ids = ConcurrentHashMap.newKeySet();
        private volatile boolean over;

        static Watched open(Suite suite, Suite.Customer customer, String marker) {
            Watched watched = new Watched();
            Thread.ofVirtual().start(() -> watched.read(suite, customer, marker));
            return watched;
        }

        private void read(Suite suite, Suite.Customer customer, String marker) {
            try (Connection connection = new Connection(suite.edge())) {
                connection.post(
                        "/v1/chat/completions",
                        customer.secret(),
                        Ask.stream("demo-500ms", Ask.words(marker, 60), 512),
                        false,
                        head -> ids.add(head.getOrDefault("x-request-id", "")),
                        lines::add);
            } catch (IOException e) {
                // Cut: what has come is what counts.
            }
            over = true;
        }

        String requestId() {
            return ids.iterator().next();
        }

        long words() {
            return lines.stream().filter(line -> line.contains("\"content\"")).count();
        }

        boolean isDone() {
            return lines.contains("data: [DONE]");
        }

        boolean isOver() {
            return over;
        }
    }
}
