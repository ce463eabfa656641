package dev.tollgate.billing.insight;

import dev.tollgate.contract.billing.v1.Latency;
import org.jspecify.annotations.Nullable;

/// Requests by how long they took, in buckets of growing width: histograms add up, percentiles do not. The database has
/// the same bounds (`latency_bucket`).
final class Histogram {
    static final int BUCKETS = 64;

    /// The smallest number of milliseconds in each bucket but for the first, which has 0 as well.
    private static final long[] LOWEST = new long[BUCKETS];
    /// What a bucket's requests are told as: at most a tenth away from all of them.
    private static final long[] TOLD = new long[BUCKETS];

    static {
        long lowest = 1;
        for (int i = 0; i < BUCKETS; i++) {
            LOWEST[i] = lowest;
            TOLD[i] = i == BUCKETS - 1 ? lowest : lowest * 11 / 10;
            lowest = TOLD[i] * 10 / 9 + 1;
        }
    }

    private final long[] counts = new long[BUCKETS];

    /// @param more one count per bucket, or null for none
    Histogram plus(Long @Nullable [] more) {
        Histogram sum = new Histogram();
        for (int i = 0; i < BUCKETS; i++) {
            Long one = more == null || i >= more.length ? null : more[i];
            sum.counts[i] = counts[i] + (one == null ? 0 : one);
        }
        return sum;
    }

    Histogram plus(Histogram more) {
        Histogram sum = new Histogram();
        for (int i = 0; i < BUCKETS; i++) {
            sum.counts[i] = counts[i] + more.counts[i];
        }
        return sum;
    }

    @Nullable
    Latency latency() {
        long requests = 0;
        for (long count : counts) {
            requests += Math.max(0, count);
        }
        return requests == 0 ? null : new Latency(requests, percentile(50, requests), percentile(95, requests));
    }

    /// The nearest rank. A correction of what was never counted may leave a bucket below zero: it counts as empty.
    private long percentile(int percent, long requests) {
        long rank = Math.ceilDiv(requests * percent, 100L);
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += Math.max(0, counts[i]);
            if (seen >= rank) {
                return TOLD[i];
            }
        }
        return TOLD[BUCKETS - 1];
    }

    /// The bounds, as the database has them.
    static long[] lowest() {
        return LOWEST.clone();
    }
}
