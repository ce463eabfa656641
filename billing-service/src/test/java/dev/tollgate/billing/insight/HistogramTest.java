package dev.tollgate.billing.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.Latency;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HistogramTest {
    /// The stated error, for every millisecond up to the last bucket.
    @Test
    void everyTimeIsToldWithinATenth() {
        long[] lowest = Histogram.lowest();
        for (int bucket = 0; bucket < lowest.length - 1; bucket++) {
            long told = latency(bucket, 1).p50Millis();
            long highest = lowest[bucket + 1] - 1;
            assertThat(Math.abs(told - lowest[bucket]) * 10).isLessThanOrEqualTo(lowest[bucket]);
            assertThat(Math.abs(told - highest) * 10).isLessThanOrEqualTo(highest);
        }
        assertThat(lowest[63]).isEqualTo(572_626);
        assertThat(latency(63, 1).p95Millis()).isEqualTo(572_626);
    }

    @Test
    void percentilesAreOfTheNearestRank() {
        Histogram histogram = of(0, 50).plus(of(4, 45)).plus(of(6, 5));
        Latency latency = Objects.requireNonNull(histogram.latency());
        assertThat(latency).isEqualTo(new Latency(100, 1, 5));
        assertThat(Objects.requireNonNull(histogram.plus(of(6, 1)).latency())).isEqualTo(new Latency(101, 5, 7));
    }

    /// A correction of a record of before histograms takes away what was never added.
    @Test
    void aBucketBelowZeroCountsAsEmpty() {
        assertThat(of(3, -2).latency()).isNull();
        assertThat(of(3, -2).plus(of(7, 1)).latency()).isEqualTo(new Latency(1, 8, 8));
    }

    @Test
    void nothingHasNoLatency() {
        assertThat(new Histogram().plus((Long[]) null).latency()).isNull();
    }

    private static Latency latency(int bucket, long count) {
        return Objects.requireNonNull(of(bucket, count).latency());
    }

    private static Histogram of(int bucket, long count) {
        Long[] counts = new Long[Histogram.BUCKETS];
        Arrays.fill(counts, 0L);
        counts[bucket] = count;
        return new Histogram().plus(counts);
    }
}
