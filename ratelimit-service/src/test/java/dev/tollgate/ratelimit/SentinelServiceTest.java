package dev.tollgate.ratelimit;

import static dev.tollgate.ratelimit.Caller.concurrency;
import static dev.tollgate.ratelimit.Caller.remaining;
import static dev.tollgate.ratelimit.Caller.rpm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.ratelimit.v1.ConcurrencyRenewal.Held;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.local.testing.RedisSentinels;
import dev.tollgate.local.testing.SentinelResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// Rules 16 behind Sentinel: one fail-over, played once.
@QuarkusTest
@TestProfile(SentinelServiceTest.Profile.class)
@QuarkusTestResource(value = SentinelResource.class, restrictToAnnotatedClass = true)
@NullUnmarked
class SentinelServiceTest {
    public static class Profile implements QuarkusTestProfile {}

    private static final long BOUND_MILLIS = 2_000;

    private final Caller edgeA = new Caller("edge-a");
    private final Caller edgeB = new Caller("edge-b");
    private final Subject account = Caller.account();
    private final Subject other = Caller.account();

    RedisSentinels redis;

    /// What the replica had counts on; what it had not is forgotten, and of concurrency made anew by the next
    /// renewal: "Concurrency 5: permits gone, 5 more streams start".
    @Test
    void rule16AFailOverForgetsOnlyWhatTheReplicaHadNotAndRenewalBringsPermitsBack() {
        for (int i = 0; i < 7; i++) {
            assertThat(edgeA.isAdmitted(rpm(account, 10), concurrency(account, 7)))
                    .isTrue();
        }
        redis.primary().call("WAIT", "1", "5000");
        redis.replica().pause();
        redis.primary().call("CLIENT", "KILL", "TYPE", "replica");
        List<Held> unknownToTheReplica = IntStream.range(0, 5)
                .mapToObj(i -> {
                    String request = UUID.randomUUID().toString();
                    assertThat(edgeA.ask(request, 0, concurrency(other, 5)).refusal())
                            .isNull();
                    return new Held(request, other);
                })
                .toList();

        redis.primary().kill();
        redis.replica().goOn();
        assertThat(Caller.parallel(64, i -> edgeA.attempt(rpm(account, 10)))).allSatisfy(tried -> {
            assertThat(tried.status()).isEqualTo(503);
            assertThat(tried.millis()).isLessThan(BOUND_MILLIS);
        });
        redis.awaitPrimary(redis.replica());
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        edgeA.attempt(rpm(Caller.account(), 10)).status())
                .isEqualTo(200));

        assertThat(remaining(edgeB.ask(rpm(account, 10)))).isEqualTo(2);
        assertThat(edgeB.isAdmitted(concurrency(account, 7))).isFalse();
        assertThat(edgeB.ask(concurrency(other, 5)).windows().getFirst().remaining())
                .as("the replica knew of none")
                .isEqualTo(4);
        edgeA.renew(unknownToTheReplica.toArray(Held[]::new));
        assertThat(edgeB.isAdmitted(concurrency(other, 5))).isFalse();
    }
}
