package dev.tollgate.ratelimit;

import static dev.tollgate.ratelimit.Caller.rpm;
import static dev.tollgate.ratelimit.Caller.tpm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.PermitAsk;
import dev.tollgate.contract.ratelimit.v1.PermitAsk.LimitCheck;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections.Correction;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.local.testing.RedisResource;
import dev.tollgate.ratelimit.store.TestClock;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The service as it is, through minutes that the test lets pass.
@QuarkusTest
@TestProfile(ByTestClock.class)
@QuarkusTestResource(value = RedisResource.class, restrictToAnnotatedClass = true)
@NullUnmarked
class MinutesServiceTest {
    private final Caller edgeA = new Caller("edge-a");
    private final Caller edgeB = new Caller("edge-b");
    private final Subject account = Caller.account();
    private final Subject key = Caller.keyOf(account);

    @Inject
    RedisDataSource redis;

    private long now;

    @BeforeEach
    void aMinuteBegins() {
        at((System.currentTimeMillis() / 60_000 + 2) * 60_000);
    }

    private void at(long millis) {
        now = millis;
        redis.value(String.class).set(TestClock.KEY, Long.toString(millis));
    }

    private void pass(long millis) {
        at(now + millis);
    }

    @Test
    void rule15TenRpmAreTenInAnySixtySecondsAcrossAMinutesBoundary() {
        at(now + 55_000);
        for (int i = 0; i < 10; i++) {
            assertThat(edgeA.isAdmitted(rpm(key, 10))).isTrue();
            pass(400);
        }
        pass(1_500);
        PermitAnswer refused = edgeB.ask(rpm(key, 10));
        assertThat(refused.refusal().retryAfterMillis()).isEqualTo(60_001 - 5_500);
        pass(refused.refusal().retryAfterMillis() - 1);
        assertThat(edgeB.isAdmitted(rpm(key, 10))).isFalse();
        pass(1);
        assertThat(edgeB.isAdmitted(rpm(key, 10))).isTrue();
        assertThat(edgeA.isAdmitted(rpm(key, 10))).isFalse();
    }

    /// "TPM 30 k, `max_tokens` unset: estimate 128 k, 429 for ever with a `Retry-After` that lies."
    @Test
    void rule15ThirtyThousandTpmWithoutABoundIsRefusedForAWhileAndNotForEver() {
        assertThat(edgeA.ask(id(), 128_000, tpm(key, 30_000)).refusal()).isNull();
        PermitAnswer second = edgeA.ask(id(), 128_000, tpm(key, 30_000));
        assertThat(second.refusal().retryAfterMillis()).isBetween(60_000L, 61_000L);
        pass(second.refusal().retryAfterMillis());
        String third = id();
        assertThat(edgeA.ask(third, 128_000, tpm(key, 30_000)).refusal()).isNull();
        edgeA.correct(new Correction(third, 30_000, 2_000, List.of(key), List.of()));
        assertThat(edgeA.ask(id(), 20_000, tpm(key, 30_000)).refusal()).isNull();
    }

    @Test
    void rule15AFourMinuteStreamsRefundDoesNotOverAdmitAndItsExcessCountsNow() {
        String refunded = id();
        String exceeding = id();
        edgeA.ask(refunded, 50_000, tpm(key, 100_000));
        edgeA.ask(exceeding, 50_000, tpm(key, 100_000));
        pass(4 * 60_000);
        edgeA.ask(id(), 60_000, tpm(key, 100_000));
        edgeA.correct(
                new Correction(refunded, 50_000, 0, List.of(key), List.of()),
                new Correction(exceeding, 50_000, 80_000, List.of(key), List.of()));
        assertThat(edgeA.ask(id(), 10_001, tpm(key, 100_000)).refusal()).isNotNull();
        assertThat(edgeA.ask(id(), 10_000, tpm(key, 100_000)).refusal()).isNull();
    }

    /// Whatever was asked of however many slots: who waits as told, alone, is admitted.
    @Test
    void rule15RetryAfterNeverLies() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int waits = 0;
        for (int round = 0; round < 40; round++) {
            List<LimitCheck> checks = checks(random);
            for (int i = 0; i < 12; i++) {
                long tokens = random.nextInt(60);
                PermitAnswer answer = edgeA.ask(id(), tokens, checks.toArray(LimitCheck[]::new));
                if (answer.refusal() != null && answer.refusal().dimension() != Dimension.CONCURRENCY) {
                    pass(answer.refusal().retryAfterMillis());
                    assertThat(edgeB.ask(id(), tokens, checks.toArray(LimitCheck[]::new))
                                    .refusal())
                            .as("seed %d, round %d, ask %d", seed, round, i)
                            .isNull();
                    waits++;
                }
                pass(random.nextInt(15_000));
            }
        }
        assertThat(waits).isGreaterThan(50);
    }

    private List<LimitCheck> checks(Random random) {
        Subject owner = Caller.account();
        List<Subject> subjects = List.of(Caller.group(), Caller.model(), owner, Caller.keyOf(owner));
        List<LimitCheck> checks = new ArrayList<>();
        for (Subject subject : subjects) {
            Long few = random.nextBoolean() ? Long.valueOf(2 + random.nextInt(5)) : null;
            Long tokens = random.nextBoolean() ? Long.valueOf(60 + random.nextInt(120)) : null;
            if (few != null || tokens != null) {
                checks.add(new LimitCheck(subject, new RateLimits(few, tokens, null, null)));
            }
        }
        checks.add(new LimitCheck(subjects.getLast(), new RateLimits(4L, 100L, null, null)));
        return checks.stream()
                .filter(check -> checks.stream()
                        .filter(one -> one.subject().equals(check.subject()))
                        .reduce((_, last) -> last)
                        .map(check::equals)
                        .orElse(false))
                .toList();
    }

    @Test
    void aLookTakesNothingAndTellsTheLongestWaitOfAllSlots() {
        Subject group = Caller.group();
        assertThat(edgeA.isAdmitted(rpm(group, 1))).isTrue();
        pass(10_000);
        assertThat(edgeA.isAdmitted(rpm(key, 1))).isTrue();
        pass(10_000);
        for (int i = 0; i < 3; i++) {
            PermitAnswer look = look(rpm(key, 1), rpm(group, 1), rpm(account, 1));
            assertThat(Objects.requireNonNull(look.refusal()).subject()).isEqualTo(key);
            assertThat(look.refusal().retryAfterMillis()).isEqualTo(50_001);
        }
        assertThat(look(rpm(account, 1)).refusal()).isNull();
        assertThat(edgeA.isAdmitted(rpm(account, 1))).isTrue();
    }

    private PermitAnswer look(LimitCheck... checks) {
        return edgeA.post(
                InternalPaths.PERMITS, new PermitAsk(id(), "edge-a", 0, List.of(checks), true), PermitAnswer.class);
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }
}
