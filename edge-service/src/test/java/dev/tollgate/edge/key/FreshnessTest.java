package dev.tollgate.edge.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.auth.v1.KeyFormat;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    private static final long TTL = 60_000;
    private static final long GRACE = 600_000;

    @Test
    void refreshesInTheLastQuarterOfItsTime() {
        assertThat(Freshness.of(0, TTL, GRACE, false)).isEqualTo(Freshness.FRESH);
        assertThat(Freshness.of(44_999, TTL, GRACE, false)).isEqualTo(Freshness.FRESH);
        assertThat(Freshness.of(45_000, TTL, GRACE, false)).isEqualTo(Freshness.AGEING);
        assertThat(Freshness.of(60_000, TTL, GRACE, false)).isEqualTo(Freshness.EXPIRED);
    }

    @Test
    void isUsedThroughAnOutageUntilTheGraceEnds() {
        assertThat(Freshness.of(60_000, TTL, GRACE, true)).isEqualTo(Freshness.FAILING);
        assertThat(Freshness.of(599_999, TTL, GRACE, true)).isEqualTo(Freshness.FAILING);
        assertThat(Freshness.of(600_000, TTL, GRACE, true)).isEqualTo(Freshness.DEAD);
    }

    @Test
    void hashesAsAuthStoresIt() {
        for (int i = 0; i < 50; i++) {
            String secret = Keys.secret();
            assertThat(KeyHash.of(secret).hex()).isEqualTo(KeyFormat.hash(secret));
        }
    }
}
