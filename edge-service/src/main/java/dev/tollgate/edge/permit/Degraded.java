package dev.tollgate.edge.permit;

import dev.tollgate.contract.ratelimit.v1.Dimension;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Limits judged by this edge alone while the service is away: half as much again as an equal share, since traffic
/// is never spread evenly (rules 16). The sum over all edges is the stated exposure: 1.5 times the limit, and one a
/// edge.
final class Degraded {
    private static final int SECONDS = 61;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long MILLI_NANOS = 1_000_000L;
    private static final int DAY_SECONDS = 86_400;
    private static final long SOON_MILLIS = 1_000;

    private final int most;
    private final Map<Check.Window, Count> counts = new ConcurrentHashMap<>();

    Degraded(int most) {
        this.most = most;
    }

    /// This edge's part of a limit.
    static long share(long limit, int edges) {
        long parts = 2L * Math.max(1, edges);
        long whole = limit / parts;
        long rest = limit % parts;
        return Math.max(1, whole * 3 + (rest * 3 + parts - 1) / parts);
    }

    /// The check that has no room for longest, and how long that is.
    record Refusal(Check check, long retryAfterMillis) {}

    /// All or none; null when admitted.
    synchronized @Nullable Refusal take(List<Check> checks, int edges, long nowNanos) {
        if (counts.size() > most) {
            counts.clear();
        }
        Refusal refusal = null;
        for (Check check : checks) {
            long share = share(check.limit(), edges);
            long wait = count(check).waitFor(check.dimension(), Math.min(check.amount(), share), share, nowNanos);
            if (wait > 0 && (refusal == null || wait > refusal.retryAfterMillis())) {
                refusal = new Refusal(check, wait);
            }
        }
        if (refusal != null) {
            return refusal;
        }
        for (Check check : checks) {
            count(check).add(check.dimension(), Math.min(check.amount(), share(check.limit(), edges)), nowNanos);
        }
        return null;
    }

    /// One request less under way.
    synchronized void release(Check check) {
        Count count = counts.get(check.window());
        if (count != null) {
            count.total = Math.max(0, count.total - 1);
        }
    }

    /// Forgets what was not used for a while.
    synchronized void sweep(long nowNanos) {
        counts.entrySet().removeIf(one -> one.getValue().isOld(one.getKey().dimension(), nowNanos));
    }

    private Count count(Check check) {
        return counts.computeIfAbsent(check.window(), ignored -> new Count());
    }

    /// Seconds of the monotonic clock, each counted whole; a day begins with its first request.
    private static final class Count {
        private final long[] buckets = new long[SECONDS];
        private long second = Long.MIN_VALUE;
        private long daySecond;
        private long total;

        /// 0 when there is room; else milliseconds until there will be.
        long waitFor(Dimension dimension, long amount, long share, long nowNanos) {
            advance(nowNanos / SECOND_NANOS, dimension);
            long used =
                    switch (dimension) {
                        case RPM, TPM -> Arrays.stream(buckets).sum();
                        case RPD, CONCURRENCY -> total;
                    };
            if (used + amount <= share) {
                return 0;
            }
            return switch (dimension) {
                case RPM, TPM -> untilFreed(used + amount - share, nowNanos);
                case RPD -> millisUntil(daySecond + DAY_SECONDS, nowNanos);
                // When a request under way ends is not known: soon.
                case CONCURRENCY -> SOON_MILLIS;
            };
        }

        private long untilFreed(long amount, long nowNanos) {
            long freed = 0;
            for (long one = second - SECONDS + 1; one < second; one++) {
                freed += buckets[index(one)];
                if (freed >= amount) {
                    return millisUntil(one + SECONDS, nowNanos);
                }
            }
            return millisUntil(second + SECONDS, nowNanos);
        }

        private static long millisUntil(long second, long nowNanos) {
            return Math.max(1, Math.ceilDiv(second * SECOND_NANOS - nowNanos, MILLI_NANOS));
        }

        void add(Dimension dimension, long amount, long nowNanos) {
            advance(nowNanos / SECOND_NANOS, dimension);
            buckets[index(second)] += amount;
            total += amount;
        }

        private void advance(long now, Dimension dimension) {
            if (second == Long.MIN_VALUE) {
                second = now;
                daySecond = now;
            }
            if (dimension == Dimension.RPD && now - daySecond >= DAY_SECONDS) {
                total = 0;
                daySecond = now;
            }
            long steps = Math.min(SECONDS, now - second);
            for (long step = 1; step <= steps; step++) {
                buckets[index(second + step)] = 0;
            }
            second = Math.max(second, now);
        }

        private static int index(long second) {
            return (int) Math.floorMod(second, (long) SECONDS);
        }

        boolean isOld(Dimension dimension, long nowNanos) {
            long now = nowNanos / SECOND_NANOS;
            return switch (dimension) {
                case RPM, TPM -> now - second > SECONDS;
                case RPD -> now - daySecond >= DAY_SECONDS;
                case CONCURRENCY -> total == 0 && now - second > SECONDS;
            };
        }
    }
}
