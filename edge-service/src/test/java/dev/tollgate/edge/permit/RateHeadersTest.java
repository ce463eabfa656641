package dev.tollgate.edge.permit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer.Window;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.contract.ratelimit.v1.SubjectKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RateHeadersTest {
    private static final Subject KEY = new Subject(SubjectKind.KEY, "k", "a");

    @Test
    void writesDurationsAsGoDoes() {
        assertThat(List.of(0L, 120L, 1_000L, 1_500L, 1_020L, 360_000L, 3_723_000L, 60_001L))
                .extracting(RateHeaders::duration)
                .containsExactly("0s", "120ms", "1s", "1.5s", "1.02s", "6m0s", "1h2m3s", "1m0.001s");
    }

    @Test
    void tellsTheTightestWindowOfRequestsAndOfTokens() {
        assertThat(RateHeaders.of(List.of(
                        new Window(KEY, Dimension.RPM, 100, 50, 1_000),
                        new Window(KEY, Dimension.RPD, 1_000, 100, 60_000),
                        new Window(KEY, Dimension.TPM, 5_000, 4_000, 200),
                        new Window(KEY, Dimension.CONCURRENCY, 5, 0, 0))))
                .containsOnly(
                        Map.entry("x-ratelimit-limit-requests", "1000"),
                        Map.entry("x-ratelimit-remaining-requests", "100"),
                        Map.entry("x-ratelimit-reset-requests", "1m0s"),
                        Map.entry("x-ratelimit-limit-tokens", "5000"),
                        Map.entry("x-ratelimit-remaining-tokens", "4000"),
                        Map.entry("x-ratelimit-reset-tokens", "200ms"));
    }

    @Test
    void tellsNothingWithoutLimits() {
        assertThat(RateHeaders.of(List.of())).isEmpty();
    }
}
