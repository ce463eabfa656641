package dev.tollgate.ratelimit;

import static dev.tollgate.ratelimit.Caller.remaining;
import static dev.tollgate.ratelimit.Caller.rpd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests per day after Redis has lost them (rules 16).
@QuarkusTest
@TestProfile(DayServiceTest.Profile.class)
@QuarkusTestResource(value = RedisResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = BillingResource.class, restrictToAnnotatedClass = true)
@NullUnmarked
class DayServiceTest {
    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tollgate.ratelimit.restoration.every", "20ms", "tollgate.ratelimit.restoration.pause", "100ms");
        }
    }

    private final Caller edge = new Caller("edge-a");
    private final Subject account = Caller.account();
    private final Subject key = Caller.keyOf(account);

    @Inject
    RedisDataSource redis;

    BilledDay billed;

    @BeforeEach
    void billingIsThere() {
        billed.away = false;
    }

    @Test
    void rule16AFailOverAtNoonDoesNotRestartRequestsPerDayAtZero() {
        assertThat(remaining(edge.ask(rpd(key, 1_000), rpd(account, 5_000)))).isEqualTo(999);
        billed.requests.put(key.id(), 900L);
        billed.requests.put(account.id(), 4_000L);

        redis.flushall();

        edge.ask(rpd(key, 1_000), rpd(account, 5_000));
        await().untilAsserted(() -> assertThat(
                        edge.ask(rpd(key, 1_000), rpd(account, 5_000)).windows())
                .extracting(window -> window.limit() - window.remaining())
                .allSatisfy(used -> assertThat(used).isGreaterThan(900)));
        for (int i = 0; i < 100; i++) {
            edge.ask(rpd(key, 1_000));
        }
        assertThat(edge.isAdmitted(rpd(key, 1_000))).isFalse();
        assertThat(edge.isAdmitted(rpd(account, 4_000))).isFalse();
    }

    @Test
    void aLargeDailyLimitThatIsLeasedIsRestoredToo() {
        billed.requests.put(account.id(), 499_999L);
        edge.slice(UUID.randomUUID().toString(), account, Dimension.RPD, 500_000, 10);
        await().untilAsserted(
                        () -> assertThat(edge.slice(UUID.randomUUID().toString(), account, Dimension.RPD, 500_000, 10)
                                        .granted())
                                .isZero());
    }

    @Test
    void groupsAndModelsAreRestoredToo() {
        Subject group = Caller.group();
        Subject model = Caller.model();
        billed.requests.put(group.id(), 70L);
        billed.requests.put(model.id(), 60L);
        edge.ask(rpd(group, 100), rpd(model, 100));
        await().untilAsserted(() -> assertThat(
                        edge.ask(rpd(group, 100), rpd(model, 100)).windows())
                .allSatisfy(window -> assertThat(window.remaining()).isLessThan(40)));
    }

    @Test
    void billingIsAskedOncePerSubjectAndDay() {
        edge.ask(rpd(key, 10));
        await().until(() ->
                redis.hash(String.class).hkeys("tollgate:rl:{a:" + account.id() + "}:k:" + key.id() + ":rpd").stream()
                        .anyMatch(field -> field.endsWith(":sure")));
        int before = billed.calls.get();
        for (int i = 0; i < 20; i++) {
            edge.ask(rpd(key, 10));
        }
        Caller.until(System.nanoTime(), 200);
        assertThat(billed.calls.get()).isEqualTo(before);
    }

    @Test
    void whileBillingIsAwayLimitsCountFromWhatRedisHasAndAreMadeGoodLater() {
        billed.away = true;
        billed.requests.put(key.id(), 50L);
        assertThat(remaining(edge.ask(rpd(key, 100)))).isEqualTo(99);
        int before = billed.calls.get();
        await().until(() -> billed.calls.get() > before);
        assertThat(edge.isAdmitted(rpd(key, 100))).isTrue();
        billed.away = false;
        await().untilAsserted(
                        () -> assertThat(remaining(edge.ask(rpd(key, 100)))).isLessThan(50));
    }
}
