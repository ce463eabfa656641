package dev.tollgate.ratelimit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.ratelimit.store.ClockedRedis.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.jspecify.annotations.NullUnmarked;

/// Sliding windows against a naive model that remembers everything: rules 15.
@NullUnmarked
class WindowsTest {
    /// A bucket counts whole: up to this long.
    private static final long COUNTED = ClockedRedis.WINDOW + ClockedRedis.BUCKET;
    private static final long DAY = 86_400_000;

    /// One for each property: what still shrinks a failure of one must not move the clock of the next.
    private ClockedRedis redis;

    @BeforeProperty
    void start() {
        redis = new ClockedRedis();
    }

    @AfterProperty
    void stop() {
        redis.close();
    }

    /// One ask, some time after the one before.
    ///
    /// @param afterMillis negative: as long as the last refusal said
    record Step(long afterMillis, long cost, long part) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> after = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, Arbitraries.longs().between(0, 900)),
                net.jqwik.api.Tuple.of(3, Arbitraries.longs().between(900, 20_000)),
                net.jqwik.api.Tuple.of(2, Arbitraries.longs().between(57_000, 63_000)),
                net.jqwik.api.Tuple.of(2, Arbitraries.just(-1L)));
        Arbitrary<Long> part = Arbitraries.longs().between(0, 100);
        return Combinators.combine(after, Arbitraries.longs().between(1, 60), part)
                .as(Step::new)
                .list()
                .ofMinSize(10)
                .ofMaxSize(60);
    }

    private static long start(int millisOfSecond) {
        return System.currentTimeMillis() / 1_000 * 1_000 + 5_000 + millisOfSecond;
    }

    private void advance(Step step, long retryAfter) {
        redis.at(redis.now() + (step.afterMillis() < 0 ? retryAfter : step.afterMillis()));
    }

    /// What the naive model knows: how much was used when.
    private static final class Model {
        private final TreeMap<Long, Long> used = new TreeMap<>();

        void add(long at, long amount) {
            used.merge(at, amount, Long::sum);
        }

        /// Used less than so long before.
        long within(long now, long length) {
            return used.tailMap(now - length, false).headMap(now, true).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }

        long mostWithin(long length) {
            return used.keySet().stream()
                    .mapToLong(at -> within(at, length))
                    .max()
                    .orElse(0);
        }
    }

    @Property(tries = 150)
    void aLogAdmitsExactlyTheLimitInAnyMinute(
            @ForAll("steps") List<Step> steps,
            @ForAll @IntRange(min = 1, max = 8) int limit,
            @ForAll @IntRange(max = 999) int phase) {
        redis.begin(start(phase));
        Model model = new Model();
        long retryAfter = 0;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean waited = step.afterMillis() < 0 && retryAfter > 0;
            advance(step, retryAfter);
            Said said = redis.permit("r" + i, limit, 0, 0, 0);
            // The millisecond in which it was admitted is cut off: it counts as one more.
            assertThat(said.admitted()).isEqualTo(model.within(redis.now(), ClockedRedis.WINDOW + 1) < limit);
            if (waited) {
                assertThat(said.admitted()).as("after Retry-After").isTrue();
            }
            if (said.admitted()) {
                model.add(redis.now(), 1);
            }
            retryAfter = said.admitted() ? 0 : said.retryAfter();
        }
        assertThat(model.mostWithin(ClockedRedis.WINDOW)).isLessThanOrEqualTo(limit);
    }

    @Property(tries = 150)
    void bucketsOfTokensAreNeverOverAndForgetNothingLaterThanTheirBucket(
            @ForAll("steps") List<Step> steps,
            @ForAll @IntRange(min = 60, max = 150) int limit,
            @ForAll @IntRange(max = 999) int phase) {
        redis.begin(start(phase));
        Model model = new Model();
        long retryAfter = 0;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            // The wait that was told is for what was asked for then.
            long cost =
                    step.afterMillis() < 0 && retryAfter > 0 ? steps.get(i - 1).cost() : step.cost();
            boolean waited = step.afterMillis() < 0 && retryAfter > 0;
            advance(step, retryAfter);
            Said said = redis.permit("r" + i, 0, limit, 0, cost);
            if (said.admitted()) {
                assertThat(model.within(redis.now(), ClockedRedis.WINDOW) + cost)
                        .isLessThanOrEqualTo(limit);
                model.add(redis.now(), cost);
                retryAfter = 0;
            } else {
                assertThat(waited).as("refused after Retry-After").isFalse();
                assertThat(model.within(redis.now(), COUNTED) + cost).isGreaterThan(limit);
                retryAfter = said.retryAfter();
                steps = withCost(steps, i, cost);
            }
        }
        assertThat(model.mostWithin(ClockedRedis.WINDOW)).isLessThanOrEqualTo(limit);
    }

    private static List<Step> withCost(List<Step> steps, int at, long cost) {
        List<Step> changed = new ArrayList<>(steps);
        changed.set(
                at, new Step(steps.get(at).afterMillis(), cost, steps.get(at).part()));
        return changed;
    }

    /// Used by the edge at the worst moment of their validity, and partly returned.
    @Property(tries = 150)
    void slicesAreNeverOverWheneverTheyAreUsed(
            @ForAll("steps") List<Step> steps,
            @ForAll @IntRange(min = 121, max = 300) int limit,
            @ForAll @IntRange(max = 999) int phase,
            @ForAll boolean late) {
        redis.begin(start(phase));
        Model used = new Model();
        Model granted = new Model();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            advance(step, 0 - step.afterMillis());
            Said said = redis.slice("s" + i, ClockedRedis.RPM, limit, step.cost());
            if (said.granted() < step.cost()) {
                assertThat(granted.within(redis.now(), COUNTED + ClockedRedis.VALIDITY) + step.cost())
                        .isGreaterThan(limit);
            }
            long part = said.granted() * step.part() / 100;
            long at = redis.now() + (late ? said.validity() - 1 : 0);
            used.add(at, part);
            granted.add(redis.now(), said.granted());
            if (step.part() < 50) {
                redis.giveBack("s" + i, ClockedRedis.RPM, said.granted() - part);
                granted.add(redis.now(), part - said.granted());
            }
        }
        assertThat(used.mostWithin(ClockedRedis.WINDOW)).isLessThanOrEqualTo(limit);
    }

    /// A refund lowers what its own second was charged; an excess counts from when it became known.
    @Property(tries = 150)
    void correctionsNeverLetMoreThroughThanWasIncurred(
            @ForAll("steps") List<Step> steps,
            @ForAll @IntRange(min = 60, max = 150) int limit,
            @ForAll @IntRange(max = 999) int phase) {
        redis.begin(start(phase));
        Model model = new Model();
        List<long[]> open = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            advance(step, 1_000);
            if (step.part() > 60 && !open.isEmpty()) {
                long[] ended = open.remove((int) (step.cost() % open.size()));
                long actual = ended[2] * step.part() / 80;
                redis.correct("r" + ended[0], ended[2], actual);
                redis.correct("r" + ended[0], ended[2], actual);
                if (actual < ended[2]) {
                    model.add(ended[1], actual - ended[2]);
                } else {
                    model.add(redis.now(), actual - ended[2]);
                }
            }
            if (redis.permit("r" + i, 0, limit, 0, step.cost()).admitted()) {
                assertThat(model.within(redis.now(), ClockedRedis.WINDOW) + step.cost())
                        .isLessThanOrEqualTo(limit);
                model.add(redis.now(), step.cost());
                open.add(new long[] {i, redis.now(), step.cost()});
            }
        }
    }

    @Property(tries = 60)
    void aDayAdmitsExactlyItsLimitAndNothingOfASliceIsLeftAfterMidnight(
            @ForAll("steps") List<Step> steps, @ForAll @LongRange(min = 1, max = 40) long limit) {
        long midnight = (System.currentTimeMillis() / DAY + 1) * DAY;
        redis.begin(midnight - 30_000);
        Model model = new Model();
        for (int i = 0; i < steps.size(); i++) {
            advance(steps.get(i), 1);
            long day = redis.now() / DAY;
            long today = model.used.tailMap(day * DAY, true).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            if (i % 2 == 0) {
                Said said = redis.permit("r" + i, 0, 0, limit, 0);
                assertThat(said.admitted()).isEqualTo(today < limit);
                assertThat(said.admitted() ? 0 : said.retryAfter())
                        .isEqualTo(said.admitted() ? 0 : (day + 1) * DAY - redis.now());
                model.add(redis.now(), said.admitted() ? 1 : 0);
            } else {
                Said said = redis.slice(
                        "s" + i, ClockedRedis.RPD, limit, steps.get(i).cost());
                assertThat(said.granted()).isEqualTo(Math.min(steps.get(i).cost(), limit - today));
                assertThat(redis.now() + said.validity()).isLessThanOrEqualTo((day + 1) * DAY);
                model.add(redis.now(), said.granted());
            }
        }
    }

    @Example
    void sixHundredAMinuteAreAtMostThreeInAHundredLessUnderSteadyDemand() {
        redis.begin(start(370));
        long begin = redis.now();
        long minutes = 10;
        Model used = new Model();
        for (int i = 0; redis.now() < begin + minutes * 60_000; i++) {
            Said said = redis.slice("s" + i, ClockedRedis.RPM, 600, 2);
            used.add(redis.now(), said.granted());
            redis.at(redis.now() + 97);
        }
        assertThat(used.mostWithin(ClockedRedis.WINDOW)).isEqualTo(600);
        assertThat(used.within(redis.now(), minutes * 60_000 + 97)).isBetween(600 * minutes * 97 / 100, 600 * minutes);
    }

    /// Rules 15: "600 RPM, slice at 59.95 s used at 60.10 s on 20 edges: 600 + 20 × 2 in one minute".
    @Example
    void rule15SixHundredRpmAndASliceAt59SecondsUsedAt60OnTwentyEdges() {
        redis.begin(start(0));
        long begin = redis.now();
        Model used = new Model();
        redis.at(begin + 59_950);
        for (int edge = 0; edge < 20; edge++) {
            used.add(
                    begin + 60_100,
                    redis.slice("early" + edge, ClockedRedis.RPM, 600, 2).granted());
        }
        for (long at = begin + 60_150; at < begin + 125_000; at += 50) {
            redis.at(at);
            used.add(at, redis.slice("s" + at, ClockedRedis.RPM, 600, 600).granted());
        }
        assertThat(used.used.get(begin + 60_100)).isEqualTo(40);
        assertThat(used.mostWithin(ClockedRedis.WINDOW)).isEqualTo(600);
    }

    /// The same at midnight: what is left of it would be one day's requests in another.
    @Example
    void rule15ASliceOfADayEndsWithItsDay() {
        long midnight = (System.currentTimeMillis() / DAY + 1) * DAY;
        redis.begin(midnight - 150);
        assertThat(redis.slice("s", ClockedRedis.RPD, 500_000, 10).validity()).isEqualTo(150);
        redis.at(midnight - 201);
        assertThat(redis.slice("t", ClockedRedis.RPD, 500_000, 10).validity()).isEqualTo(ClockedRedis.VALIDITY);
    }

    /// An edge that was granted nothing asks again at midnight, not a moment later.
    @Example
    void aDayThatIsUsedUpIsRefusedNoLongerThanToMidnight() {
        long midnight = (System.currentTimeMillis() / DAY + 1) * DAY;
        redis.begin(midnight - 150);
        assertThat(redis.slice("all", ClockedRedis.RPD, 10, 10).granted()).isEqualTo(10);
        Said refused = redis.slice("none", ClockedRedis.RPD, 10, 1);
        assertThat(refused.granted()).isZero();
        assertThat(refused.validity()).isEqualTo(150);
    }

    /// Rules 15: "4-minute stream refunds 100 k into the present window: over-admission".
    @Example
    void rule15AFourMinuteStreamsRefundDoesNotCountInThePresentWindow() {
        redis.begin(start(500));
        assertThat(redis.permit("stream", 0, 128_000, 0, 120_000).admitted()).isTrue();
        redis.at(redis.now() + 4 * 60_000);
        assertThat(redis.permit("other", 0, 128_000, 0, 128_000).admitted()).isTrue();
        redis.correct("stream", 120_000, 20_000);
        assertThat(redis.permit("third", 0, 128_000, 0, 1).admitted()).isFalse();
    }

    /// Rules 16: "Fail-over at noon: requests-per-day restart at 0".
    @Example
    void rule16ADayThatWasForgottenCountsAtLeastWhatBillingHasCounted() {
        redis.begin(start(0));
        long day = redis.now() / DAY;
        assertThat(redis.permit("a", 0, 0, 1_000, 0).remaining()).isEqualTo(999);
        assertThat(redis.restore(day, 900)).isEqualTo(899);
        assertThat(redis.restore(day, 900)).isZero();
        assertThat(redis.restore(day, 7)).isZero();
        assertThat(redis.permit("b", 0, 0, 1_000, 0).remaining()).isEqualTo(99);
        assertThat(redis.restore(day - 1, 5_000)).isEqualTo(-1);
        assertThat(redis.permit("c", 0, 0, 1_000, 0).remaining()).isEqualTo(98);
    }
}
