package dev.tollgate.ratelimit;

import static dev.tollgate.ratelimit.Caller.remaining;
import static dev.tollgate.ratelimit.Caller.rpm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.local.testing.RedisNode;
import dev.tollgate.ratelimit.Caller.Tried;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Redis killed, hanging, restarted empty, and gone without a word.
@QuarkusTest
@TestProfile(RedisAwayServiceTest.Profile.class)
@QuarkusTestResource(value = ProxiedRedisResource.class, restrictToAnnotatedClass = true)
@NullUnmarked
class RedisAwayServiceTest {
    public static class Profile implements QuarkusTestProfile {}

    /// The store's timeout, and what a busy machine adds.
    private static final long BOUND_MILLIS = 1_500;

    private final Caller edge = new Caller("edge-a");
    private final Subject account = Caller.account();

    RedisNode redis;
    SilentProxy proxy;

    @AfterEach
    void isBack() {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        edge.attempt(rpm(Caller.account(), 10)).status())
                .isEqualTo(200));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(readiness()).isEqualTo(200));
    }

    @Test
    void aKilledRedisIsA503AtOnceAndTurnsReadinessRed() {
        edge.ask(rpm(account, 10));
        redis.kill();
        isBounded(Caller.parallel(100, i -> edge.attempt(rpm(account, 10))));
        assertThat(readiness()).isEqualTo(503);
        assertThat(metrics()).contains("tollgate_ratelimit_redis_away 1.0");
        redis.start();
    }

    @Test
    void aHangingRedisIsA503InTimeAndThenAtOnceAndFindsNoHeapOfAsksWhenItGoesOn() {
        edge.ask(rpm(account, 1_000));
        redis.pause();
        isBounded(Caller.parallel(64, i -> edge.attempt(rpm(account, 1_000))));
        long begin = System.nanoTime();
        List<Tried> known = Caller.parallel(400, i -> edge.attempt(rpm(account, 1_000)));
        assertThat(known).allSatisfy(tried -> assertThat(tried.status()).isEqualTo(503));
        assertThat(known).filteredOn(tried -> tried.millis() < 200).hasSizeGreaterThan(300);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
        redis.goOn();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(edge.attempt(rpm(account, 1_000)).status()).isEqualTo(200));
        // Those that were under way when it began to hang, each twice at most, and the probes.
        assertThat(remaining(edge.ask(rpm(account, 1_000)))).isGreaterThan(1_000 - 64 * 2 - 60);
    }

    @Test
    void aRedisThatIsGoneWithoutAWordIsLeftForANewConnection() {
        edge.ask(rpm(account, 10));
        assertThat(proxy.silence()).isPositive();
        long begin = System.nanoTime();
        isBounded(List.of(edge.attempt(rpm(account, 10))));
        await().atMost(Duration.ofSeconds(6))
                .untilAsserted(() ->
                        assertThat(edge.attempt(rpm(account, 10)).status()).isEqualTo(200));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void aRestartForgetsTheScriptsAndNothingIsLostByThat() {
        edge.ask(rpm(account, 10));
        redis.kill();
        redis.start();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(edge.attempt(rpm(account, 10)).status()).isEqualTo(200));
        redis.call("SCRIPT", "FLUSH");
        assertThat(edge.attempt(rpm(account, 10)).status()).isEqualTo(200);
    }

    /// An idle connection is not taken for a dead one: whenever the next ask comes, it is answered.
    @Test
    void asksAfterASilenceAreAnswered() {
        for (int i = 0; i < 12; i++) {
            assertThat(edge.attempt(rpm(account, 1_000)).status()).isEqualTo(200);
            Caller.until(System.nanoTime(), 450 + 50L * i);
        }
    }

    @Test
    void aWarmAskIsOneRoundTrip() {
        edge.ask(rpm(account, 1_000));
        redis.call("CONFIG", "RESETSTAT");
        for (int i = 0; i < 20; i++) {
            edge.ask(rpm(account, 1_000));
        }
        // The edge is noted every two seconds.
        assertThat(commands("evalsha")).isBetween(20L, 24L);
        assertThat(commands("eval")).isZero();
    }

    private long commands(String command) {
        return redis.call("INFO", "commandstats")
                .toString()
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":calls="))
                .mapToLong(line -> Long.parseLong(line.replaceFirst(".*?calls=(\\d+).*", "$1")))
                .sum();
    }

    private static void isBounded(List<Tried> all) {
        assertThat(all).allSatisfy(tried -> {
            assertThat(tried.status()).isEqualTo(503);
            assertThat(tried.millis()).isLessThan(BOUND_MILLIS);
        });
    }

    private static String metrics() {
        return RestAssured.get("/q/metrics").asString();
    }

    private static int readiness() {
        return RestAssured.get("/q/health/ready").statusCode();
    }
}
