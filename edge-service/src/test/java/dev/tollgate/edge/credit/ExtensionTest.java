package dev.tollgate.edge.credit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ExtensionTest {
    private static final long BOUND = 100_000;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    @Test
    void rule7ASlowStreamIsExtended512TokensBeforeItsEnd() {
        assertThat(Extension.isDue(4_000, 4_000 - 513, BOUND, MINUTE)).isFalse();
        assertThat(Extension.isDue(4_000, 4_000 - 512, BOUND, MINUTE)).isTrue();
        assertThat(Extension.reach(4_000, 4_000 - 512, BOUND, MINUTE)).isEqualTo(4_000 + 2 * 512);
    }

    @Test
    void rule7AFastOneIsExtendedTwoSecondsOfItsOutputBefore() {
        // 30,000 tokens in a minute: 1,000 in two seconds.
        assertThat(Extension.isDue(31_001, 30_000, BOUND, MINUTE)).isFalse();
        assertThat(Extension.isDue(31_000, 30_000, BOUND, MINUTE)).isTrue();
        assertThat(Extension.reach(31_000, 30_000, BOUND, MINUTE)).isEqualTo(33_000);
    }

    @Test
    void rule7WhenTheBoundThatWasSentIsPaidForNothingMoreIsAskedFor() {
        assertThat(Extension.isDue(BOUND, BOUND, BOUND, MINUTE)).isFalse();
        assertThat(Extension.isDue(BOUND - 1, BOUND - 1, BOUND, MINUTE)).isTrue();
        assertThat(Extension.reach(BOUND - 1, BOUND - 1, BOUND, MINUTE)).isEqualTo(BOUND);
    }

    @Test
    void rule7AProviderThatPassesItsBoundIsHeldToCredit() {
        assertThat(Extension.isDue(BOUND, BOUND + 1, BOUND, MINUTE)).isTrue();
        assertThat(Extension.reach(BOUND, BOUND + 1, BOUND, MINUTE)).isGreaterThan(BOUND + 1);
    }

    @Property
    void rule7AnExtensionAlwaysReachesBeyondWhatWasDelivered(
            @ForAll @LongRange(min = 1, max = 1_000_000) long affordable,
            @ForAll @LongRange(min = 0, max = 1_000_000) long delivered,
            @ForAll @LongRange(min = 1, max = 1_000_000) long bound,
            @ForAll @LongRange(min = 0, max = 3_600_000_000_000L) long elapsed) {
        if (Extension.isDue(affordable, delivered, bound, elapsed)) {
            assertThat(Extension.reach(affordable, delivered, bound, elapsed))
                    .isGreaterThan(delivered)
                    .isGreaterThan(Math.min(affordable, bound - 1));
        }
    }
}
