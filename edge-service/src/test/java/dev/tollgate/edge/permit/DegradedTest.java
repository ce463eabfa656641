package dev.tollgate.edge.permit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.contract.ratelimit.v1.SubjectKind;
import java.util.List;
import java.util.stream.IntStream;
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
        assertThat(degraded.take(both, 1, 0)).isEqualTo(slots);
        assertThat(admitted(rpm(10), 1, 0)).isEqualTo(11);
    }

    @Test
    void forgetsWhatIsIdle() {
        degraded.take(List.of(rpm(10)), 1, 0);
        degraded.sweep(100 * SECOND);
        assertThat(admitted(rpm(10), 1, 100 * SECOND)).isEqualTo(15);
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
