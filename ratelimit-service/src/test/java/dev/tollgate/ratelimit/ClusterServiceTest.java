package dev.tollgate.ratelimit;

import static dev.tollgate.ratelimit.Caller.concurrency;
import static dev.tollgate.ratelimit.Caller.remaining;
import static dev.tollgate.ratelimit.Caller.rpm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.ratelimit.v1.ConcurrencyRenewal.Held;
import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.PermitAsk.LimitCheck;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections.Correction;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.ratelimit.v1.SliceAnswers;
import dev.tollgate.contract.ratelimit.v1.SliceAnswers.SliceAnswer;
import dev.tollgate.contract.ratelimit.v1.SliceAsks;
import dev.tollgate.contract.ratelimit.v1.SliceAsks.SliceAsk;
import dev.tollgate.contract.ratelimit.v1.SliceReturns;
import dev.tollgate.contract.ratelimit.v1.SliceReturns.SliceReturn;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.contract.ratelimit.v1.SubjectKind;
import dev.tollgate.local.testing.RedisCluster;
import dev.tollgate.local.testing.RedisClusterResource;
import dev.tollgate.local.testing.RedisNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Rules 16 on a real cluster of three primaries. The tests that end a node come last.
@QuarkusTest
@TestProfile(ClusterServiceTest.Profile.class)
@QuarkusTestResource(value = RedisClusterResource.class, restrictToAnnotatedClass = true)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@NullUnmarked
class ClusterServiceTest {
    public static class Profile implements QuarkusTestProfile {}

    /// The store's timeout, and what a busy machine adds.
    private static final long BOUND_MILLIS = 2_000;

    private final Caller edgeA = new Caller("edge-a");
    private final Caller edgeB = new Caller("edge-b");

    RedisCluster cluster;

    @Test
    @Order(1)
    void rule16AllWindowsOfAllSubjectsOrNoneAcrossThreePrimaries() {
        Subject account = on(0, SubjectKind.ACCOUNT);
        Subject key = new Subject(SubjectKind.KEY, "key_" + UUID.randomUUID(), account.accountId());
        Subject group = on(1, SubjectKind.GROUP);
        Subject model = on(2, SubjectKind.MODEL);
        for (int i = 0; i < 3; i++) {
            assertThat(ask(10, rpm(key, 3), all(account, 100), all(group, 100), all(model, 100))
                            .refusal())
                    .isNull();
        }
        for (int i = 0; i < 4; i++) {
            PermitAnswer refused = ask(10, rpm(key, 3), all(account, 100), all(group, 100), all(model, 100));
            assertThat(refused.refusal().subject()).isEqualTo(key);
        }
        for (Subject subject : List.of(account, group, model)) {
            assertThat(ask(10, all(subject, 100)).windows())
                    .extracting(window -> window.dimension() + " " + window.remaining())
                    .containsExactly("RPM 96", "TPM 60", "RPD 96", "CONCURRENCY 96");
        }
    }

    @Test
    @Order(1)
    void tenRpmIsExactlyTenForFiftyParallelRequestsThroughTwoEdges() {
        Subject account = on(0, SubjectKind.ACCOUNT);
        Subject group = on(1, SubjectKind.GROUP);
        assertThat(Caller.parallel(50, i -> (i % 2 == 0 ? edgeA : edgeB).isAdmitted(rpm(account, 10), rpm(group, 40))))
                .filteredOn(one -> one)
                .hasSize(10);
        assertThat(remaining(edgeA.ask(rpm(group, 40)))).isEqualTo(29);
    }

    @Test
    @Order(1)
    void correctionsAndRenewalsReachEverySlot() {
        Subject account = on(0, SubjectKind.ACCOUNT);
        Subject group = on(1, SubjectKind.GROUP);
        Subject model = on(2, SubjectKind.MODEL);
        List<Subject> subjects = List.of(account, group, model);
        String request = UUID.randomUUID().toString();
        edgeA.ask(request, 50, all(account, 100), all(group, 100), all(model, 100));
        edgeA.renew(subjects.stream().map(one -> new Held(request, one)).toArray(Held[]::new));
        edgeA.correct(new Correction(request, 50, 20, subjects, subjects));
        for (Subject subject : subjects) {
            assertThat(ask(1, all(subject, 100)).windows())
                    .extracting(window -> window.dimension() + " " + window.remaining())
                    .containsExactly("RPM 98", "TPM 79", "RPD 98", "CONCURRENCY 99");
        }
    }

    @Test
    @Order(1)
    void oneCallAsksForAndReturnsSlicesInEverySlot() {
        List<Subject> subjects =
                List.of(on(0, SubjectKind.ACCOUNT), on(1, SubjectKind.GROUP), on(2, SubjectKind.MODEL));
        List<SliceAsk> asks = subjects.stream()
                .flatMap(subject -> List.of(Dimension.values()).stream()
                        .map(dimension ->
                                new SliceAsk(UUID.randomUUID().toString(), subject, dimension, 60_000, 50, 50)))
                .toList();
        SliceAnswers answers = edgeA.post(InternalPaths.SLICES, new SliceAsks("edge-a", asks), SliceAnswers.class);
        assertThat(answers.answers()).hasSize(12).allSatisfy(one -> assertThat(one.granted())
                .isEqualTo(50));
        assertThat(answers.answers())
                .extracting(SliceAnswer::sliceId)
                .containsExactlyElementsOf(asks.stream().map(SliceAsk::sliceId).toList());
        edgeA.post(
                InternalPaths.SLICE_RETURNS,
                new SliceReturns(
                        "edge-a",
                        asks.stream()
                                .filter(ask -> ask.dimension() != Dimension.CONCURRENCY)
                                .map(ask -> new SliceReturn(ask.sliceId(), ask.subject(), ask.dimension(), 50))
                                .toList()),
                null);
        for (Subject subject : subjects) {
            assertThat(edgeA.ask(rpm(subject, 60_000)).windows().getFirst().remaining())
                    .isEqualTo(59_999);
        }
    }

    @Test
    @Order(2)
    void rule16APrimaryIsGoneAndItsReplicaCountsOn() {
        Subject account = on(0, SubjectKind.ACCOUNT);
        RedisNode primary = cluster.nodes().getFirst();
        IntStream.range(0, 7).forEach(i -> assertThat(edgeA.isAdmitted(rpm(account, 10), concurrency(account, 7)))
                .isTrue());
        primary.call("WAIT", "1", "5000");

        primary.kill();
        assertThat(edgeA.attempt(rpm(account, 10))).satisfies(tried -> {
            assertThat(tried.status()).isEqualTo(503);
            assertThat(tried.millis()).isLessThan(BOUND_MILLIS);
        });

        cluster.awaitPrimary(cluster.nodes().getLast());
        awaitServed(on(0, SubjectKind.ACCOUNT), on(1, SubjectKind.GROUP), on(2, SubjectKind.MODEL));
        assertThat(edgeB.isAdmitted(concurrency(account, 7))).isFalse();
        assertThat(remaining(edgeB.ask(rpm(account, 10)))).isEqualTo(2);
    }

    @Test
    @Order(3)
    void rule16APrimaryWithoutAReplicaComesBackEmptyAndRenewalMakesPermitsAnew() {
        Subject account = on(1, SubjectKind.ACCOUNT);
        RedisNode primary = cluster.nodes().get(1);
        List<Held> held = IntStream.range(0, 5)
                .mapToObj(i -> {
                    String request = UUID.randomUUID().toString();
                    assertThat(edgeA.ask(request, 0, concurrency(account, 5)).refusal())
                            .isNull();
                    return new Held(request, account);
                })
                .toList();

        primary.kill();
        assertThat(Caller.parallel(64, i -> edgeA.attempt(concurrency(account, 5))))
                .allSatisfy(tried -> {
                    assertThat(tried.status()).isEqualTo(503);
                    assertThat(tried.millis()).isLessThan(BOUND_MILLIS);
                });
        primary.start();
        cluster.awaitWell();
        awaitServed(on(0, SubjectKind.ACCOUNT), on(1, SubjectKind.GROUP), on(2, SubjectKind.MODEL));
        edgeA.renew(held.toArray(Held[]::new));
        assertThat(edgeB.isAdmitted(concurrency(account, 5))).isFalse();
    }

    private void awaitServed(Subject... subjects) {
        LimitCheck[] checks =
                List.of(subjects).stream().map(one -> rpm(one, 100_000)).toArray(LimitCheck[]::new);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(edgeA.attempt(checks).status()).isEqualTo(200));
    }

    private PermitAnswer ask(long tokens, LimitCheck... checks) {
        return edgeA.ask(UUID.randomUUID().toString(), tokens, checks);
    }

    /// A new subject whose slot was on this primary at the start.
    private Subject on(int primary, SubjectKind kind) {
        while (true) {
            Subject subject =
                    switch (kind) {
                        case ACCOUNT, KEY -> Caller.account();
                        case GROUP -> Caller.group();
                        case MODEL -> Caller.model();
                    };
            String tag =
                    switch (kind) {
                        case ACCOUNT, KEY -> "a:";
                        case GROUP -> "g:";
                        case MODEL -> "m:";
                    };
            if (cluster.startedOn("{" + tag + subject.id() + "}") == primary) {
                return subject;
            }
        }
    }

    private static LimitCheck all(Subject subject, long limit) {
        return new LimitCheck(subject, new RateLimits(limit, limit, limit, limit));
    }
}
