package dev.tollgate.ratelimit;

import static dev.tollgate.ratelimit.Caller.concurrency;
import static dev.tollgate.ratelimit.Caller.remaining;
import static dev.tollgate.ratelimit.Caller.rpd;
import static dev.tollgate.ratelimit.Caller.rpm;
import static dev.tollgate.ratelimit.Caller.tpm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.ratelimit.v1.ConcurrencyRenewal.Held;
import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.PermitAsk.LimitCheck;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections.Correction;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ShortWindows.class)
@QuarkusTestResource(value = RedisResource.class, restrictToAnnotatedClass = true)
@NullUnmarked
class PermitServiceTest {
    private final Caller edgeA = new Caller("edge-a");
    private final Caller edgeB = new Caller("edge-b");
    private final Subject account = Caller.account();
    private final Subject key = Caller.keyOf(account);

    @Inject
    RedisDataSource redis;

    @Test
    void tenRpmIsExactlyTenForFiftyParallelRequestsThroughTwoEdges() {
        List<Boolean> admitted =
                Caller.parallel(50, i -> (i % 2 == 0 ? edgeA : edgeB).isAdmitted(rpm(key, 10), rpm(account, 40)));
        assertThat(admitted).filteredOn(one -> one).hasSize(10);
    }

    @Test
    void theEleventhIsAdmittedNoLaterThanRetryAfterSays() {
        for (int i = 0; i < 10; i++) {
            assertThat(edgeA.isAdmitted(rpm(key, 10))).isTrue();
        }
        PermitAnswer refused = edgeA.ask(rpm(key, 10));
        long told = System.nanoTime();
        assertThat(refused.refusal().dimension()).isEqualTo(Dimension.RPM);
        assertThat(refused.refusal().subject()).isEqualTo(key);
        assertThat(refused.refusal().limit()).isEqualTo(10);
        assertThat(refused.refusal().retryAfterMillis()).isBetween(1L, ShortWindows.WINDOW_MILLIS + 1);
        Caller.until(told, refused.refusal().retryAfterMillis());
        assertThat(edgeA.isAdmitted(rpm(key, 10))).isTrue();
    }

    @Test
    void aSlidingWindowIsNotOverAcrossABoundary() {
        long limit = 5;
        long begin = System.nanoTime();
        List<Long> admittedAt = new ArrayList<>();
        while (System.nanoTime() - begin < 5_000_000_000L) {
            long before = System.nanoTime();
            if (edgeA.isAdmitted(rpm(key, limit))) {
                admittedAt.add(before);
            }
        }
        assertThat(admittedAt).hasSizeBetween(11, 15);
        for (int i = 0; i + limit < admittedAt.size(); i++) {
            long apart = admittedAt.get(i + (int) limit) - admittedAt.get(i);
            // Up to the time that the earlier call took.
            assertThat(apart).isGreaterThan((ShortWindows.WINDOW_MILLIS - 100) * 1_000_000);
        }
    }

    @Test
    void largeLimitsAreCountedWholeBuckets() {
        long begin = System.nanoTime();
        LimitCheck limit = rpm(key, 200);
        List<Boolean> admitted = Caller.parallel(250, i -> edgeA.isAdmitted(limit));
        assertThat(admitted).filteredOn(one -> one).hasSize(200);
        PermitAnswer refused = edgeA.ask(limit);
        long told = System.nanoTime();
        assertThat(refused.refusal()).isNotNull();
        Caller.until(told, refused.refusal().retryAfterMillis());
        assertThat(edgeA.isAdmitted(limit)).isTrue();
        assertThat(System.nanoTime() - begin).isGreaterThan(ShortWindows.WINDOW_MILLIS * 1_000_000);
    }

    @Test
    void aLoweredLimitForgetsNothing() {
        Caller.parallel(130, i -> edgeA.isAdmitted(rpm(key, 300)));
        assertThat(edgeA.isAdmitted(rpm(key, 100))).isFalse();
        assertThat(edgeA.isAdmitted(rpm(key, 300))).isTrue();
    }

    @Test
    void allWindowsOfAllSubjectsOrNone() {
        Subject group = Caller.group();
        Subject model = Caller.model();
        for (int i = 0; i < 3; i++) {
            assertThat(edgeA.ask(
                                    UUID.randomUUID().toString(),
                                    10,
                                    all(group, 100),
                                    all(model, 100),
                                    all(account, 100),
                                    rpm(key, 3))
                            .refusal())
                    .isNull();
        }
        PermitAnswer refused = edgeA.ask(
                UUID.randomUUID().toString(), 10, all(group, 100), all(model, 100), all(account, 100), rpm(key, 3));
        assertThat(refused.refusal().subject()).isEqualTo(key);
        for (Subject subject : List.of(group, model, account)) {
            PermitAnswer state = edgeA.ask(UUID.randomUUID().toString(), 10, all(subject, 100));
            assertThat(state.windows()).allSatisfy(window -> assertThat(window.remaining())
                    .as(window.toString())
                    .isEqualTo(window.dimension() == Dimension.TPM ? 60 : 96));
        }
    }

    @Test
    void whatAGroupGaveIsGivenBackOnceHoweverOftenItIsAsked() {
        Subject group = Caller.group();
        edgeA.ask(rpm(key, 1));
        String request = UUID.randomUUID().toString();
        for (int i = 0; i < 3; i++) {
            assertThat(edgeA.ask(request, 10, all(group, 100), rpm(key, 1))
                            .refusal()
                            .subject())
                    .isEqualTo(key);
        }
        assertThat(edgeA.ask(UUID.randomUUID().toString(), 10, all(group, 100)).windows())
                .allSatisfy(window ->
                        assertThat(window.remaining()).isEqualTo(window.dimension() == Dimension.TPM ? 90 : 99));
    }

    @Test
    void retryAfterCoversAllSlots() {
        Subject group = Caller.group();
        assertThat(edgeA.isAdmitted(rpm(group, 1))).isTrue();
        long apart = System.nanoTime();
        Caller.until(apart, 300);
        assertThat(edgeA.isAdmitted(rpm(key, 1))).isTrue();
        PermitAnswer refused = edgeA.ask(rpm(key, 1), rpm(group, 1));
        long told = System.nanoTime();
        assertThat(refused.refusal().subject()).isEqualTo(key);
        Caller.until(told, refused.refusal().retryAfterMillis());
        assertThat(edgeA.isAdmitted(rpm(key, 1), rpm(group, 1))).isTrue();
    }

    @Test
    void rule2AskingTwiceGivesTheSameAnswer() {
        String request = UUID.randomUUID().toString();
        PermitAnswer first = edgeA.ask(request, 5, all(key, 10));
        assertThat(edgeA.ask(request, 5, all(key, 10)).windows()).isEqualTo(first.windows());
        assertThat(remaining(edgeA.ask(rpm(key, 10)))).isEqualTo(8);
        Caller.parallel(20, i -> edgeA.isAdmitted(rpm(key, 10)));
        String refused = UUID.randomUUID().toString();
        assertThat(edgeA.ask(refused, 0, rpm(key, 10)).refusal())
                .isNotNull()
                .isEqualTo(edgeB.ask(refused, 0, rpm(key, 10)).refusal());
    }

    @Test
    void rule15AnEstimateAboveTheLimitIsCappedAndNotRefusedForEver() {
        assertThat(edgeA.ask("r-" + key.id(), 128_000, tpm(key, 30_000)).refusal())
                .isNull();
        PermitAnswer second = edgeA.ask(UUID.randomUUID().toString(), 1, tpm(key, 30_000));
        long told = System.nanoTime();
        assertThat(second.refusal().dimension()).isEqualTo(Dimension.TPM);
        Caller.until(told, second.refusal().retryAfterMillis());
        assertThat(edgeA.ask(UUID.randomUUID().toString(), 1, tpm(key, 30_000)).refusal())
                .isNull();
    }

    @Test
    void rule15ARefundGoesOnlyToTheBucketThatWasCharged() {
        String early = UUID.randomUUID().toString();
        long begin = System.nanoTime();
        edgeA.ask(early, 60, tpm(key, 100));
        edgeA.correct(new Correction(early, 60, 20, List.of(key), List.of()));
        String second = UUID.randomUUID().toString();
        assertThat(remaining(edgeA.ask(second, 1, tpm(key, 100)))).isEqualTo(79);

        Caller.until(begin, ShortWindows.WINDOW_MILLIS + 2 * ShortWindows.BUCKET_MILLIS);
        edgeA.ask(UUID.randomUUID().toString(), 50, tpm(key, 100));
        // Its bucket counts no more: nothing is refunded into the present.
        edgeA.correct(new Correction(second, 1, 0, List.of(key), List.of()));
        assertThat(remaining(edgeA.ask(UUID.randomUUID().toString(), 1, tpm(key, 100))))
                .isEqualTo(49);
    }

    @Test
    void anExcessGoesToThePresentBucketOnceAndAlsoWhenTheChargeIsForgotten() {
        String request = UUID.randomUUID().toString();
        edgeA.ask(request, 10, tpm(key, 100));
        for (int i = 0; i < 3; i++) {
            edgeA.correct(new Correction(request, 10, 30, List.of(key), List.of()));
        }
        assertThat(remaining(edgeA.ask(UUID.randomUUID().toString(), 1, tpm(key, 100))))
                .isEqualTo(69);
        edgeA.correct(new Correction("never asked " + key.id(), 10, 15, List.of(key), List.of()));
        assertThat(remaining(edgeA.ask(UUID.randomUUID().toString(), 1, tpm(key, 100))))
                .isEqualTo(63);
    }

    @Test
    void aRequestRefusedLaterOnReturnsTokensAndConcurrencyButNotRequests() {
        String request = UUID.randomUUID().toString();
        edgeA.ask(request, 50, all(key, 100));
        edgeA.correct(new Correction(request, 50, 0, List.of(key), List.of(key)));
        assertThat(edgeA.ask(UUID.randomUUID().toString(), 1, all(key, 100)).windows())
                .extracting(window -> window.dimension() + " " + window.remaining())
                .containsExactly("RPM 98", "TPM 99", "RPD 98", "CONCURRENCY 99");
    }

    @Test
    void requestsPerDayWaitForMidnight() {
        edgeA.ask(rpd(key, 1));
        PermitAnswer refused = edgeA.ask(rpd(key, 1));
        assertThat(refused.refusal().dimension()).isEqualTo(Dimension.RPD);
        long day = Duration.ofDays(1).toMillis();
        assertThat(refused.refusal().retryAfterMillis())
                .isBetween(
                        day - System.currentTimeMillis() % day - 5_000, day - System.currentTimeMillis() % day + 5_000);
    }

    @Test
    void aConcurrencyPermitEndsWhenItIsReleasedOrNotRenewed() {
        String first = UUID.randomUUID().toString();
        assertThat(edgeA.ask(first, 0, concurrency(key, 1)).refusal()).isNull();
        assertThat(edgeB.isAdmitted(concurrency(key, 1))).isFalse();
        edgeA.correct(new Correction(first, 0, 0, List.of(), List.of(key)));
        // A renewal that was under way does not bring it back.
        edgeA.renew(new Held(first, key));
        assertThat(edgeB.isAdmitted(concurrency(key, 1))).isTrue();
        PermitAnswer refused = edgeA.ask(concurrency(key, 1));
        long told = System.nanoTime();
        Caller.until(told, refused.refusal().retryAfterMillis());
        assertThat(edgeA.isAdmitted(concurrency(key, 1))).isTrue();
    }

    @Test
    void aRenewedConcurrencyPermitLivesOn() {
        String first = UUID.randomUUID().toString();
        edgeA.ask(first, 0, concurrency(key, 1));
        for (int i = 0; i < 4; i++) {
            Caller.until(System.nanoTime(), 500);
            edgeA.renew(new Held(first, key));
            assertThat(edgeB.isAdmitted(concurrency(key, 1))).isFalse();
        }
    }

    @Test
    void rule16AFailOverThatForgetsConcurrencyIsMadeGoodByTheNextRenewal() {
        List<Held> held = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String request = UUID.randomUUID().toString();
            assertThat(edgeA.ask(request, 0, concurrency(key, 5)).refusal()).isNull();
            held.add(new Held(request, key));
        }
        redis.flushall();
        edgeA.renew(held.toArray(Held[]::new));
        assertThat(edgeB.isAdmitted(concurrency(key, 5))).isFalse();
    }

    @Test
    void everyKeyHasATimeToLive() {
        edgeA.ask("ttl-" + key.id(), 5, all(key, 10), all(Caller.group(), 10), rpm(account, 500));
        edgeA.correct(new Correction("ttl-" + key.id(), 5, 9, List.of(key), List.of(key)));
        edgeA.correct(new Correction("ttl2-" + key.id(), 5, 9, List.of(key), List.of(key)));
        edgeA.slice(UUID.randomUUID().toString(), account, Dimension.RPD, 1_000_000, 5);
        List<String> keys = redis.key().keys("*");
        // -1 is a key without an end, -2 one that has ended just now.
        assertThat(keys)
                .hasSizeGreaterThan(8)
                .allSatisfy(one ->
                        assertThat(redis.execute("PTTL", one).toLong()).as(one).isNotEqualTo(-1));
    }

    @Test
    void tellsHowManyEdgesThereAre() {
        edgeA.ask(rpm(key, 10));
        edgeB.ask(rpm(key, 10));
        assertThat(edgeA.ask(rpm(key, 10)).edges()).isEqualTo(2);
    }

    private static LimitCheck all(Subject subject, long limit) {
        return new LimitCheck(subject, new RateLimits(limit, limit, limit, limit));
    }
}
