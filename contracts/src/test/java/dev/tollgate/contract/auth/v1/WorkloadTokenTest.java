package dev.tollgate.contract.auth.v1;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkloadTokenTest {
    private static final String TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl-_";

    @Test
    void aJwtInItsCompactFormCouldBeOne() {
        assertThat(WorkloadToken.isWellFormed(TOKEN)).isTrue();
    }

    @Test
    void aKeyOfOursIsNone() {
        assertThat(WorkloadToken.isWellFormed(KeyFormat.write(new byte[32]))).isFalse();
    }

    @Test
    void whatHasOtherPartsOrCharactersIsNone() {
        String[] others = {
            "", "ey", "ey.", "eyJh.eyJh", "eyJh.eyJh.", "eyJh..c2ln", TOKEN + ".x", TOKEN + "=", "." + TOKEN
        };
        assertThat(others).noneMatch(WorkloadToken::isWellFormed);
    }

    @Test
    void whatIsLongerThanTheBoundIsNone() {
        String longest = TOKEN + "x".repeat(WorkloadToken.LENGTH_MAX - TOKEN.length());
        assertThat(WorkloadToken.isWellFormed(longest)).isTrue();
        assertThat(WorkloadToken.isWellFormed(longest + "x")).isFalse();
    }
}
