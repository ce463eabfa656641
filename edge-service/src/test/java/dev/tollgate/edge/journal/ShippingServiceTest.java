package dev.tollgate.edge.journal;

import static dev.tollgate.edge.journal.Samples.done;
import static dev.tollgate.edge.journal.Samples.open;
import static dev.tollgate.edge.journal.Samples.progress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.edge.peers.BillingPeer;
import dev.tollgate.edge.peers.BillingProfile;
import dev.tollgate.edge.peers.BillingStub;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@TestProfile(BillingProfile.class)
class ShippingServiceTest {
    @TempDir
    Path dir;

    @Inject
    BillingPeer peer;

    @Inject
    Vertx vertx;

    @Inject
    ObjectMapper mapper;

    @ConfigProperty(name = "quarkus.rest-client.billing.url")
    String url;

    private BillingStub billing;

    @BeforeEach
    void start() {
        billing = new BillingStub(url);
    }

    @AfterEach
    void stop() {
        billing.close();
        assertThat(billing.violations()).isEmpty();
    }

    private TestEdge edge(TestSettings settings) {
        return new TestEdge(settings, peer, vertx).opened();
    }

    private TestSettings settings() {
        return TestSettings.in(dir);
    }

    private static UsageFrame[] dones(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> done(prefix + i)).toArray(UsageFrame[]::new);
    }

    private Set<String> kinds(String requestId) {
        Set<String> kinds = new HashSet<>();
        for (BillingStub.Batch batch : billing.batches) {
            for (JsonNode frame : batch.frames()) {
                String id = frame.path("requestId")
                        .asText(frame.at("/subject/requestId").asText());
                if (id.equals(requestId)) {
                    kinds.add(frame.path("kind").asText());
                }
            }
        }
        return kinds;
    }

    @Test
    void rule3AFrameIsWrittenAsTheServicesOwnMapperWouldWriteIt() throws IOException {
        FrameJson json = new FrameJson();
        for (UsageFrame frame : List.of(open("ü\u0001"), progress("p", 5), done("d"))) {
            json.write(frame);
            assertThat(Arrays.copyOf(json.bytes(), json.length())).isEqualTo(mapper.writeValueAsBytes(frame));
        }
    }

    @Test
    void rule4ShipsWithinABatchesIntervalAndTrimsOnlyWhatIsAcknowledged() {
        billing.usageDown = true;
        try (TestEdge edge = edge(settings())) {
            edge.append(dones("r", 200));
            await().until(() -> billing.usageCalls.get() > 2);
            List<Path> kept = edge.segments();
            assertThat(kept).hasSizeGreaterThan(2);
            assertThat(edge.isAllAcknowledged()).isFalse();
            assertThat(edge.metric("unacknowledged")).isEqualTo(200);
            billing.usageDown = false;
            await().until(() -> billing.posted().size() == 200);
            await().until(edge::isAllAcknowledged);
            await().until(() -> edge.segments().stream().noneMatch(kept.getFirst()::equals));
            edge.append(done("soon"));
            long written = System.nanoTime();
            await().pollInterval(2, TimeUnit.MILLISECONDS)
                    .until(() -> billing.posted().containsKey("soon"));
            assertThat(System.nanoTime() - written)
                    .isLessThan(Duration.ofMillis(900).toNanos());
        }
    }

    @Test
    void rule14BatchesHoldAtMostAThousandRecords() {
        billing.usageDown = true;
        try (TestEdge edge = edge(settings())) {
            edge.append(dones("r", 1_200));
            billing.usageDown = false;
            await().until(() -> billing.posted().size() == 1_200);
            assertThat(billing.batches)
                    .allSatisfy(batch -> assertThat(batch.frames()).hasSizeLessThanOrEqualTo(1_000));
            assertThat(billing.batches).hasSizeLessThan(8);
        }
    }

    @Test
    void rule14APoisonRecordDoesNotStopTheRest() {
        try (TestEdge edge = edge(settings())) {
            edge.append(done("a"), done("poison"), done("b"));
            await().until(edge::isAllAcknowledged);
            assertThat(billing.posted()).containsOnlyKeys("a", "b");
            assertThat(edge.metrics
                            .get("tollgate.journal.shipped")
                            .tag("result", "quarantined")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void rule3ALostAnswerIsShippedAgainAndCountedOnce() {
        try (TestEdge edge = edge(settings())) {
            billing.usageDelayMillis = 300;
            edge.append(done("a"));
            await().until(() -> billing.usageCalls.get() == 1);
            billing.close();
            billing = new BillingStub(url);
            await().until(edge::isAllAcknowledged);
            assertThat(billing.posted()).containsOnlyKeys("a");
        }
    }

    @Test
    void rule8ABacklogIsKeptBoundedInMemoryAndAllOfItArrives() {
        billing.usageDown = true;
        try (TestEdge edge = edge(settings().memory(100, 50))) {
            edge.append(dones("r", 1_000));
            assertThat(edge.metric("unacknowledged")).isEqualTo(1_000);
            billing.usageDown = false;
            await().atMost(20, TimeUnit.SECONDS).until(() -> billing.posted().size() == 1_000);
            await().until(edge::isAllAcknowledged);
            assertThat(edge.metric("unacknowledged")).isZero();
            await().until(() -> edge.segments().size() <= 3);
        }
    }

    @Test
    void rule8WhatMemoryHadNoRoomForIsShippedThoughItsSegmentIsStillWrittenTo() {
        billing.usageDown = true;
        try (TestEdge edge = edge(settings().memory(10, 5).segments(1 << 20, 8 << 20))) {
            edge.append(dones("r", 40));
            assertThat(edge.segments()).hasSize(2);
            billing.usageDown = false;
            await().until(() -> billing.posted().size() == 40);
            await().until(edge::isAllAcknowledged);
            edge.append(done("after"));
            await().until(() -> billing.posted().containsKey("after"));
        }
    }

    @Test
    void rule14ABacklogDoesNotStarveFreshRecords() {
        billing.usageDown = true;
        try (TestEdge edge = edge(settings().memory(20, 10))) {
            edge.append(dones("old", 600));
            billing.usageDelayMillis = 20;
            billing.usageDown = false;
            await().until(() -> billing.posted().size() > 30);
            edge.append(done("fresh"));
            await().until(() -> billing.posted().containsKey("fresh"));
            assertThat(billing.posted().size()).isLessThan(400);
            await().atMost(20, TimeUnit.SECONDS).until(() -> billing.posted().size() == 601);
        }
    }

    @Test
    void rule8BillingInTroubleIsNotHammeredHoweverManyRecordsCome() {
        billing.usageDown = true;
        try (TestEdge edge = edge(settings().memory(8_192, 10))) {
            long start = System.nanoTime();
            for (int i = 0; System.nanoTime() - start < Duration.ofSeconds(2).toNanos(); i++) {
                edge.append(done("r" + i));
            }
            // 0, 100, 300, 700, 1,500 ms, and one for good measure.
            assertThat(billing.usageCalls.get()).isBetween(2, 6);
        }
    }

    @Test
    void rule3RequestsUnderWayForASecondAreToldToBilling() {
        try (TestEdge edge = edge(settings())) {
            long opened = System.nanoTime();
            edge.append(open("long"), progress("long", 10), open("short"), done("short"));
            await().until(() -> kinds("long").contains("progress"));
            assertThat(System.nanoTime() - opened)
                    .isGreaterThan(Duration.ofMillis(950).toNanos());
            assertThat(kinds("long")).containsExactlyInAnyOrder("open", "progress");
            assertThat(kinds("short")).containsExactly("done");
            int told = billing.batches.size();
            edge.append(progress("long", 20));
            await().until(() -> billing.batches.size() > told);
            assertThat(billing.batches.getLast().frames()).singleElement().satisfies(frame -> assertThat(
                            frame.path("delivered").asLong())
                    .isEqualTo(20));
            edge.append(done("long"));
            await().until(() -> billing.posted().containsKey("long"));
        }
    }

    @Test
    void rule2TheSuccessorShipsWhatItsPredecessorLeftThenClosesItsEpoch() {
        billing.usageDown = true;
        long first;
        try (TestEdge edge = edge(settings())) {
            first = edge.epochs.current();
            edge.append(done("r1"), open("cut"), progress("cut", 30));
        }
        try (TestEdge edge = edge(settings())) {
            assertThat(edge.epochs.current()).isEqualTo(first + 1);
            edge.append(done("mine"));
            await().until(() -> billing.usageCalls.get() > 3);
            assertThat(billing.done).isEmpty();
            billing.usageDown = false;
            await().until(() -> billing.done.contains("close " + first));
            assertThat(billing.done.subList(0, billing.done.indexOf("close " + first)))
                    .contains("usage r1", "usage cut");
            assertThat(billing.posted().get("cut")).contains("\"INTERRUPTED\"").contains("\"output\":30");
            assertThat(billing.batches)
                    .filteredOn(batch -> batch.frames().toString().contains("\"r1\""))
                    .allSatisfy(batch -> assertThat(batch.epoch()).isEqualTo(first));
            assertThat(edge.metric("interrupted")).isEqualTo(1);
        }
        try (TestEdge edge = edge(settings())) {
            await().until(() -> billing.done.contains("close " + (first + 1)));
            assertThat(billing.posted()).containsOnlyKeys("r1", "cut", "mine");
            assertThat(edge.metric("interrupted")).isZero();
        }
    }

    @Test
    void rule2ASupersededEpochStillShipsAndIsClosedOnlyWhenItsRequestsHaveEnded() {
        try (TestEdge edge = edge(settings())) {
            long first = edge.epochs.current();
            edge.append(open("running"));
            billing.supersede("edge-t");
            edge.epochs.superseded(first);
            edge.opened();
            assertThat(edge.epochs.current()).isEqualTo(first + 2);
            edge.append(open("second"), done("second"));
            await().until(() -> billing.posted().containsKey("second"));
            await().during(Duration.ofMillis(400)).until(() -> !billing.done.contains("close " + first));
            edge.append(done("running"));
            await().until(() -> billing.done.contains("close " + first));
            assertThat(billing.done.indexOf("usage running")).isLessThan(billing.done.indexOf("close " + first));
            assertThat(billing.batches)
                    .filteredOn(batch -> batch.frames().toString().contains("\"running\""))
                    .allSatisfy(batch -> assertThat(batch.epoch()).isEqualTo(first));
        }
    }

    @Test
    void rule4AnOrphanIsShippedWhenBillingHasItAllAndReleasedWhatWasHeld() {
        billing.usageDown = true;
        long first;
        try (TestEdge edge = edge(settings())) {
            first = edge.epochs.current();
            edge.append(done("r1"), open("cut"));
        }
        try (TestEdge edge = edge(settings())) {
            await().until(() -> billing.usageCalls.get() > 3);
            assertThat(ShipOnly.isShipped(edge.journal, edge.epochs)).isFalse();
            billing.usageDown = false;
            await().pollDelay(Duration.ZERO)
                    .pollInterval(1, TimeUnit.MILLISECONDS)
                    .until(() -> ShipOnly.isShipped(edge.journal, edge.epochs));
            assertThat(billing.posted()).containsOnlyKeys("r1", "cut");
            assertThat(billing.done).last().isEqualTo("close " + first);
        }
    }

    @Test
    void rule4DrainingWaitsForTheAcknowledgement() {
        try (TestEdge edge = edge(settings())) {
            billing.usageDelayMillis = 600;
            edge.append(dones("r", 20));
            edge.drain();
            assertThat(billing.posted()).hasSize(20);
            assertThat(edge.isAllAcknowledged()).isTrue();
            assertThat(edge.metric("left")).isZero();
        }
    }

    @Test
    void rule4PastTheGraceItCountsWhatItLeavesAndTheNextStartShipsIt() {
        billing.usageDown = true;
        try (TestEdge edge = edge(settings().grace(Duration.ofMillis(300)).memory(5, 5))) {
            edge.append(dones("r", 20));
            edge.drain();
            assertThat(edge.metric("left")).isEqualTo(20);
        }
        billing.usageDown = false;
        try (TestEdge edge = edge(settings())) {
            await().until(() -> billing.posted().size() == 20);
            await().until(edge::isAllAcknowledged);
        }
    }

    @Test
    void rule18AFullJournalTurnsReadinessRedAndShippingTurnsItGreen() {
        billing.usageDown = true;
        try (TestEdge edge = edge(settings().segments(64 << 10, 192 << 10))) {
            JournalReadiness readiness = new JournalReadiness(edge.journal, edge.epochs);
            await().until(() -> readiness.call().getStatus().name().equals("UP"));
            for (int i = 0; edge.journal.admits(); i++) {
                edge.append(done("r" + i));
                assertThat(i).isLessThan(1_000);
            }
            assertThat(readiness.call().getStatus().name()).isEqualTo("DOWN");
            assertThat(edge.metric("admits")).isZero();
            billing.usageDown = false;
            await().until(edge.journal::admits);
            assertThat(readiness.call().getStatus().name()).isEqualTo("UP");
        }
    }
}
