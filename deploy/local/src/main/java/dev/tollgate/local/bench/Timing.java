package dev.tollgate.local.bench;

import java.util.Arrays;
import java.util.List;

/// What repeated calls took, in milliseconds.
record Timing(double median, double p95, double worst) {
    /// On few records and on many.
    record Pair(Timing few, Timing many) {}

    static Timing of(List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new Timing(
                millis(sorted[sorted.length / 2]),
                millis(sorted[Math.min(sorted.length - 1, sorted.length * 95 / 100)]),
                millis(sorted[sorted.length - 1]));
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
