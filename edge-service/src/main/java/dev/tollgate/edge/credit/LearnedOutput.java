package dev.tollgate.edge.credit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;

/// How much output the requests of a key on a model usually take: the 95th percentile of the latest few dozen.
final class LearnedOutput {
    private static final int SAMPLES = 32;
    private static final int ENOUGH = 8;

    private record Subject(String keyId, String modelId) {}

    /// The latest samples; a lost update under a race costs one sample.
    private static final class Samples {
        private final long[] ring = new long[SAMPLES];
        private final long[] sorted = new long[SAMPLES];
        private int next;
        private int size;
        private volatile long p95;

        synchronized void add(long tokens) {
            ring[next] = tokens;
            next = (next + 1) % SAMPLES;
            size = Math.min(size + 1, SAMPLES);
            if (size >= ENOUGH) {
                System.arraycopy(ring, 0, sorted, 0, size);
                Arrays.sort(sorted, 0, size);
                p95 = Math.max(1, sorted[(size * 95 + 99) / 100 - 1]);
            }
        }
    }

    private final Cache<Subject, Samples> subjects;

    LearnedOutput(int max) {
        this.subjects = Caffeine.newBuilder().maximumSize(max).build();
    }

    void learn(String keyId, String modelId, long outputTokens) {
        subjects.get(new Subject(keyId, modelId), subject -> new Samples()).add(outputTokens);
    }

    /// Tokens, or 0 while too little is known.
    long p95(String keyId, String modelId) {
        Samples samples = subjects.getIfPresent(new Subject(keyId, modelId));
        return samples == null ? 0 : samples.p95;
    }
}
