package dev.tollgate.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriceTermsTest {
    private static final Duration SLACK = Duration.ofSeconds(5);
    private static final Instant RISE = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant PUBLISHED = RISE.minusSeconds(60);

    private final PriceTerms terms = new PriceTerms(
            Map.of(1L, new PriceTerms.Term(Instant.EPOCH, Instant.EPOCH), 2L, new PriceTerms.Term(RISE, PUBLISHED)));

    @Test
    void rule11AcceptsAVersionWithinFiveSecondsOfItsTerm() {
        assertThat(terms.accepts(1, RISE.plusSeconds(4), SLACK)).isTrue();
        assertThat(terms.accepts(1, RISE.plusSeconds(6), SLACK)).isFalse();
        assertThat(terms.accepts(2, RISE.minusSeconds(4), SLACK)).isTrue();
        assertThat(terms.accepts(2, RISE.minusSeconds(6), SLACK)).isFalse();
        assertThat(terms.accepts(3, RISE, SLACK)).isFalse();
    }

    @Test
    void rule11AcceptsAStaleVersionOnlyOfAnEdgeThatWasCutOffBeforeTheNewOneWasPublished() {
        Instant late = RISE.plusSeconds(600);
        assertThat(terms.acceptsCutOff(1, late, SLACK, PUBLISHED.minusSeconds(1)))
                .isTrue();
        assertThat(terms.acceptsCutOff(1, late, SLACK, PUBLISHED.plusSeconds(6)))
                .isFalse();
        assertThat(terms.acceptsCutOff(2, RISE.minusSeconds(6), SLACK, Instant.EPOCH))
                .isFalse();
        assertThat(terms.acceptsCutOff(3, late, SLACK, Instant.EPOCH)).isFalse();
    }

    @Test
    void theNewestVersionThatHasBegunIsInForce() {
        assertThat(terms.inForceAt(RISE)).hasValue(2);
        assertThat(terms.inForceAt(RISE.minusSeconds(1))).hasValue(1);
    }
}
