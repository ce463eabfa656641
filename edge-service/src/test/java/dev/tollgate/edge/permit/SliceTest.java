package dev.tollgate.edge.permit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.contract.ratelimit.v1.SubjectKind;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SliceTest {
    private static final Check.Window WINDOW =
            new Check.Window(new Subject(SubjectKind.GROUP, "g", null), Dimension.RPM);
    private static final long MILLI = 1_000_000;

    @Test
    void isWorthNothingAfterItsTimeCountedFromBeforeTheAsk() {
        Slice slice = new Slice("s", WINDOW, 10, 0, 200);
        assertThat(slice.take(1, 199 * MILLI)).isTrue();
        assertThat(slice.take(1, 200 * MILLI)).isFalse();
    }

    @Test
    void asksForTheNextBeforeAnybodyWaits() {
        Slice slice = new Slice("s", WINDOW, 8, 0, 200);
        assertThat(slice.isLow(149 * MILLI)).isFalse();
        assertThat(slice.isLow(150 * MILLI)).isTrue();
        slice.take(7, 0);
        assertThat(slice.isLow(0)).isTrue();
    }

    @Test
    void whatIsGivenBackInTimeIsSpentAgainAndAfterwardsReported() {
        Slice slice = new Slice("s", WINDOW, 10, 0, 200);
        slice.take(10, 0);
        assertThat(slice.giveBack(4)).isFalse();
        assertThat(slice.take(3, 0)).isTrue();
        assertThat(slice.end()).isTrue();
        assertThat(slice.report().amount()).isEqualTo(1);
        assertThat(slice.giveBack(2)).isTrue();
        assertThat(slice.report().amount()).isEqualTo(3);
        assertThat(slice.take(1, 0)).isFalse();
    }

    @Property
    void spentAndReturnedAreNeverMoreThanGranted(
            @ForAll @IntRange(min = 1, max = 1_000) int granted,
            @ForAll List<@LongRange(min = 1, max = 100) Long> amounts,
            @ForAll @IntRange(max = 50) int refundEvery) {
        Slice slice = new Slice("s", WINDOW, granted, 0, 200);
        long spent = 0;
        int i = 0;
        for (long amount : amounts) {
            if (slice.take(amount, 0)) {
                spent += amount;
                if (refundEvery > 0 && ++i % refundEvery == 0) {
                    slice.giveBack(amount);
                    spent -= amount;
                }
            }
        }
        slice.end();
        assertThat(spent + slice.report().amount()).isEqualTo(granted);
    }
}
