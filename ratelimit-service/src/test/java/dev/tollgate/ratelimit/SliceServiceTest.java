package dev.tollgate.ratelimit;

import static dev.tollgate.ratelimit.Caller.concurrency;
import static dev.tollgate.ratelimit.Caller.rpm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.ratelimit.v1.ConcurrencyRenewal.Held;
import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections.Correction;
import dev.tollgate.contract.ratelimit.v1.SliceAnswers.SliceAnswer;
import dev.tollgate.contract.ratelimit.v1.SliceAsks.SliceAsk;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ShortWindows.class)
@QuarkusTestResource(value = RedisResource.class, restrictToAnnotatedClass = true)
@NullUnmarked
class SliceServiceTest {
    private final Caller edge = new Caller("edge-a");
    private final Subject account = Caller.account();
    private final Subject key = Caller.keyOf(account);

    @Test
    void rule15TheSumOverTwentyEdgesNeverPassesTheLimitInAnyWindow() {
        List<long[]> usable = new ArrayList<>();
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < 5_000_000_000L) {
            Caller.parallel(20, i -> {
                SliceAnswer answer = new Caller("edge-" + i).slice(id(), key, Dimension.RPM, 600, 40);
                // The latest time at which it may be used, told from after the answer: pessimistic by the round trip.
                synchronized (usable) {
                    usable.add(new long[] {System.nanoTime(), answer.granted()});
                }
                return answer;
            });
        }
        long total = usable.stream().mapToLong(one -> one[1]).sum();
        // Three windows have begun within 5 s; 200 ms of validity and a bucket are lost in each.
        assertThat(total).isBetween(1_200L, 1_800L);
        long shortest = (ShortWindows.WINDOW_MILLIS - 150) * 1_000_000;
        for (long[] from : usable) {
            long within = usable.stream()
                    .filter(one -> one[0] >= from[0] && one[0] < from[0] + shortest)
                    .mapToLong(one -> one[1])
                    .sum();
            assertThat(within).isLessThanOrEqualTo(600);
        }
    }

    @Test
    void aSliceHoldsAtMostItsTimeOfTheLimitUnlessRequestsWait() {
        assertThat(edge.slice(new SliceAsk(id(), key, Dimension.RPM, 1_000, 1_000, 1))
                        .granted())
                .isEqualTo(100);
        assertThat(edge.slice(new SliceAsk(id(), key, Dimension.RPM, 1_000, 1_000, 300))
                        .granted())
                .isEqualTo(300);
        assertThat(edge.slice(new SliceAsk(id(), key, Dimension.TPM, 1_000, 7, 1))
                        .validMillis())
                .isEqualTo(200);
    }

    @Test
    void rule2AskingTwiceForASliceGivesTheSameAnswer() {
        String slice = id();
        SliceAnswer first = edge.slice(slice, key, Dimension.RPM, 600, 400);
        assertThat(edge.slice(slice, key, Dimension.RPM, 600, 400)).isEqualTo(first);
        assertThat(edge.slice(id(), key, Dimension.RPM, 600, 400).granted()).isEqualTo(200);
    }

    @Test
    void anEmptyLimitSaysWhenThereWillBeRoom() {
        assertThat(edge.slice(id(), key, Dimension.RPM, 600, 600).granted()).isEqualTo(600);
        SliceAnswer refused = edge.slice(id(), key, Dimension.RPM, 600, 10);
        long told = System.nanoTime();
        assertThat(refused.granted()).isZero();
        Caller.until(told, refused.retryAfterMillis());
        assertThat(edge.slice(id(), key, Dimension.RPM, 600, 10).granted()).isEqualTo(10);
    }

    @Test
    void aRestCountsBackOnceOnlyIntoTheBucketThatGaveIt() {
        String slice = id();
        long begin = System.nanoTime();
        edge.slice(slice, key, Dimension.TPM, 1_000, 1_000);
        edge.giveBack(slice, key, Dimension.TPM, 300);
        edge.giveBack(slice, key, Dimension.TPM, 300);
        edge.giveBack(slice, key, Dimension.TPM, 500);
        edge.giveBack(slice, key, Dimension.TPM, 200);
        assertThat(edge.slice(id(), key, Dimension.TPM, 1_000, 1_000).granted()).isEqualTo(500);

        Caller.until(begin, ShortWindows.WINDOW_MILLIS + 400);
        edge.slice(id(), key, Dimension.TPM, 1_000, 1_000);
        edge.giveBack(slice, key, Dimension.TPM, 1_000);
        assertThat(edge.slice(id(), key, Dimension.TPM, 1_000, 1_000).granted()).isZero();
    }

    @Test
    void nothingIsReturnedOfASliceThatWasNeverGranted() {
        edge.slice(id(), key, Dimension.RPM, 600, 600);
        edge.giveBack(id(), key, Dimension.RPM, 600);
        assertThat(edge.slice(id(), key, Dimension.RPM, 600, 1).granted()).isZero();
    }

    @Test
    void slicesAndSingleRequestsShareOneWindow() {
        edge.slice(id(), key, Dimension.RPM, 200, 199);
        assertThat(edge.isAdmitted(rpm(key, 200))).isTrue();
        assertThat(edge.isAdmitted(rpm(key, 200))).isFalse();
    }

    @Test
    void dailySlicesAreReturnedToTheirDay() {
        String slice = id();
        assertThat(edge.slice(slice, key, Dimension.RPD, 500_000, 10).remaining())
                .isEqualTo(499_990);
        edge.giveBack(slice, key, Dimension.RPD, 4);
        assertThat(edge.slice(id(), key, Dimension.RPD, 500_000, 1).remaining()).isEqualTo(499_993);
    }

    @Test
    void slotsOfALargeConcurrencyLimitAreReleasedByNameAndExpireUnlessRenewed() {
        String slice = id();
        SliceAnswer slots = edge.slice(slice, key, Dimension.CONCURRENCY, 400, 400);
        assertThat(slots.granted()).isEqualTo(400);
        assertThat(edge.slice(id(), key, Dimension.CONCURRENCY, 400, 1).granted())
                .isZero();
        edge.correct(new Correction(slice + "#7", 0, 0, List.of(), List.of(key)));
        assertThat(edge.isAdmitted(concurrency(key, 400))).isTrue();
        long begin = System.nanoTime();
        Caller.until(begin, 700);
        edge.renew(new Held(slice + "#0", key));
        Caller.until(begin, 1_400);
        assertThat(edge.slice(id(), key, Dimension.CONCURRENCY, 400, 400).granted())
                .isEqualTo(399);
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }
}
