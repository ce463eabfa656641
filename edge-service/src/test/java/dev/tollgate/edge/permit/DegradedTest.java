package dev.tollgate.edge.permit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.contract.ratelimit.v1.SubjectKind;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DegradedTest {
    private static final Subject KEY = new Subject(SubjectKind.KEY, "k", "a");
    private static final long SECOND = 1_000_000_000L;

    private final Degraded degraded = new Degraded(10);

    @Test
    void rule16AKeepAliveClientOnOneOfFourEdgesGetsHalfAsMuchAgainAsAQuarter() {
        assertThat(Degraded.share(100, 4)).isEqualTo(38);
        assertThat(Degraded.share(10, 1)).isEqualTo(15);
        assertThat(Degraded.share(1, 50)).isEqualTo(1);
        assertThat(Degraded.share(Long.MAX_VALUE / 2, 4)).isPositive();
        assertThat(admitted(rpm(100), 4, 0)).isEqualTo(38);
    }

    @Test
    void theShareIsThereAgainAMinuteLater() {
        assertThat(admitted(rpm(10), 1, 0)).isEqualTo(15);
        assertThat(admitted(rpm(10), 1, 59 * SECOND)).isZero();
        assertThat(admitted(rpm(10), 1, 62 * SECOND)).isEqualTo(15);
    }

    @Test
    void allLimitsOrNone() {
        Check slots = new Check(KEY, Dimension.CONCURRENCY, 2, 1, false);
        List<Check> both = List.of(rpm(10), slots);
        assertThat(IntStream.range(0, 20)
                        .filter(i -> degraded.take(both, 1, 0) == null)
                        .count())
                .isEqualTo(3);
        degraded.release(slots);
        assertThat(degraded.take(both, 1, 0)).isNull();
        assertThat(degraded.take(both, 1, 0)).isEqualTo(new Degraded.Refusal(slots, 1_000));
        assertThat(admitted(rpm(10), 1, 0)).isEqualTo(11);
    }

    @Test
    void forgetsWhatIsIdle() {
        degraded.take(List.of(rpm(10)), 1, 0);
        degraded.sweep(100 * SECOND);
        assertThat(admitted(rpm(10), 1, 100 * SECOND)).isEqualTo(15);
    }

    @Test
    void retryAfterIsWhenEnoughWillHaveStoppedToCount() {
        assertThat(admitted(rpm(2), 1, 10 * SECOND)).isEqualTo(3);
        // Two seconds of the second's sixty-one have passed, and a little.
        assertThat(degraded.take(List.of(rpm(2)), 1, 12 * SECOND + 5)).isEqualTo(new Degraded.Refusal(rpm(2), 59_000));
        assertThat(degraded.take(List.of(rpm(2)), 1, 70 * SECOND + 999_000_000)).isNotNull();
        assertThat(degraded.take(List.of(rpm(2)), 1, 71 * SECOND + 5)).isNull();
    }

    @Test
    void theLongestWaitOfAllLimitsIsTold() {
        Check day = new Check(KEY, Dimension.RPD, 2, 1, false);
        for (int i = 0; i < 3; i++) {
            assertThat(degraded.take(List.of(rpm(2), day), 1, 0)).isNull();
        }
        assertThat(degraded.take(List.of(rpm(2), day), 1, SECOND)).isEqualTo(new Degraded.Refusal(day, 86_399_000));
    }

    @Test
    void aDaysShareIsThereAgainADayLaterAlsoWhenRequestsNeverStop() {
        Check day = new Check(KEY, Dimension.RPD, 10, 1, false);
        long admitted = 0;
        for (long hour = 0; hour < 48; hour++) {
            admitted += admitted(day, 1, hour * 3_600 * SECOND);
        }
        assertThat(admitted).isEqualTo(30);
    }

    @Property
    void retryAfterNeverLies(
            @ForAll @Size(max = 60) List<@IntRange(max = 8_000) Integer> gaps,
            @ForAll @IntRange(min = 1, max = 20) int limit,
            @ForAll @IntRange(min = 1, max = 9) int amount) {
        Check check = new Check(KEY, Dimension.TPM, limit, Math.min(amount, limit), false);
        Degraded one = new Degraded(10);
        long now = 0;
        for (int gap : gaps) {
            now += gap * 1_000_000L;
            Degraded.Refusal refusal = one.take(List.of(check), 2, now);
            if (refusal != null) {
                now += refusal.retryAfterMillis() * 1_000_000L;
                assertThat(one.take(List.of(check), 2, now)).isNull();
            }
        }
    }

    private long admitted(Check check, int edges, long now) {
        return IntStream.range(0, 200)
                .filter(i -> degraded.take(List.of(check), edges, now) == null)
                .count();
    }

    private static Check rpm(long limit) {
        return new Check(KEY, Dimension.RPM, limit, 1, false);
    }
}
