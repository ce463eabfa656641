package dev.tollgate.contract.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RequestIdTest {
    private static final long LAST_MILLI = (1L << 48) - 1;

    @Property
    void isAUuidOfVersionSevenThatKnowsItsTime(@ForAll @LongRange(min = 0, max = LAST_MILLI) long millis) {
        UUID id = RequestId.next(millis);
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(RequestId.millis(id)).isEqualTo(millis);
    }

    @Test
    void sortsByTimeAsText() {
        UUID earlier = RequestId.next(1_800_000_000_000L);
        UUID later = RequestId.next(1_800_000_000_001L);
        assertThat(earlier.toString()).isLessThan(later.toString());
    }

    @Test
    void theDayTurnsAtMidnightUtc() {
        long midnight = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
        assertThat(RequestId.day(RequestId.next(midnight))).isEqualTo(LocalDate.of(2026, 3, 1));
        assertThat(RequestId.day(RequestId.next(midnight - 1))).isEqualTo(LocalDate.of(2026, 2, 28));
    }

    @Test
    void idsOfOneMillisecondDiffer() {
        Set<UUID> ids = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            ids.add(RequestId.next(1_800_000_000_000L));
        }
        assertThat(ids).hasSize(100_000);
    }
}
