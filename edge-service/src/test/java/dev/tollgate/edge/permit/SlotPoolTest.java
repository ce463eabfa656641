package dev.tollgate.edge.permit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections.Correction;
import dev.tollgate.contract.ratelimit.v1.SliceAnswers.SliceAnswer;
import dev.tollgate.contract.ratelimit.v1.SliceAsks.SliceAsk;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.contract.ratelimit.v1.SubjectKind;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlotPoolTest {
    private static final long LIMIT = 100_000;
    private static final Check CHECK =
            new Check(new Subject(SubjectKind.KEY, "k", "a"), Dimension.CONCURRENCY, LIMIT, 1, true);

    private final List<SliceAsk> asks = new ArrayList<>();
    private final List<Correction> released = new ArrayList<>();
    private final SlotPool pool =
            new SlotPool(CHECK.window(), this::grant, new Holds(released::add, TimeUnit.DAYS.toNanos(1)));
    private final List<Pool.Taken> inUse = new ArrayList<>();
    private long now = System.nanoTime();

    private Future<SliceAnswer> grant(SliceAsk ask) {
        asks.add(ask);
        return Future.succeededFuture(new SliceAnswer(ask.sliceId(), ask.amount(), 30_000, LIMIT, 0, 0));
    }

    private void use(int count) {
        for (int n = 0; n < count; n++) {
            Pool.Taken taken = pool.take(CHECK, now);
            if (taken == null && pool.await(CHECK).result() instanceof Pool.Got.Some(Pool.Taken waited)) {
                taken = waited;
            }
            inUse.add(taken);
        }
    }

    private void giveBackAll() {
        inUse.forEach(taken -> taken.giveBack(1));
        inUse.clear();
    }

    private void passSeconds(int seconds) {
        for (int tick = 0; tick < seconds * 10; tick++) {
            now += TimeUnit.MILLISECONDS.toNanos(100);
            pool.sweep(now, false);
        }
    }

    @Test
    void asksForFewMoreThanAreNeededHoweverLargeTheLimit() {
        use(1);
        assertThat(asks).extracting(SliceAsk::amount).containsExactly(4L);
    }

    @Test
    void aBurstThatComesAgainAsksNothingAndAnEbbTellsNothing() {
        use(100);
        giveBackAll();
        int asked = asks.size();
        for (int again = 0; again < 20; again++) {
            use(100);
            giveBackAll();
            pool.sweep(now, false);
        }
        assertThat(asks).hasSize(asked);
        assertThat(released).isEmpty();
    }

    @Test
    void asksBeforeTheLastSpareOneIsTaken() {
        use(3);
        assertThat(asks).hasSize(2);
        assertThat(pool.free()).isPositive();
    }

    @Test
    void whatALongPastPeakNeededGoesBackStepByStep() {
        use(100);
        giveBackAll();
        for (int second = 0; second < 60; second++) {
            use(10);
            giveBackAll();
            passSeconds(1);
        }
        assertThat(pool.free()).isBetween(10L, 10L + 2 * 4);
    }

    @Test
    void aSubjectThatRestsHoldsNothing() {
        use(10);
        giveBackAll();
        passSeconds(6);
        assertThat(pool.isEmpty()).isTrue();
        assertThat(released)
                .hasSize(asks.stream().mapToInt(ask -> (int) ask.amount()).sum());
    }
}
