package dev.tollgate.edge.permit;

import dev.tollgate.contract.ratelimit.v1.Dimension;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Limits judged by this edge alone while the service is away: half as much again as an equal share, since traffic is
/// never spread evenly (rules 16). The sum over all edges is the stated exposure: 1.5 times the limit, and one a edge.
final class Degraded {
    private static final int SECONDS = 61;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int DAY_SECONDS = 86_400;

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

    /// All or none; null when admitted.
    ///
    /// @return the check that has no room
    synchronized @Nullable Check take(List<Check> checks, int edges, long nowNanos) {
        if (counts.size() > most) {
            counts.clear();
        }
        for (Check check : checks) {
            long share = share(check.limit(), edges);
            if (count(check).used(check.dimension(), nowNanos) + Math.min(check.amount(), share) > share) {
                return check;
            }
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

    /// Seconds of the monotonic clock, each counted whole.
    private static final class Count {
        private final long[] buckets = new long[SECONDS];
        private long second = Long.MIN_VALUE;
        private long total;

        long used(Dimension dimension, long nowNanos) {
            advance(nowNanos / SECOND_NANOS, dimension);
            return switch (dimension) {
                case RPM, TPM -> Arrays.stream(buckets).sum();
                case RPD, CONCURRENCY -> total;
            };
        }

        void add(Dimension dimension, long amount, long nowNanos) {
            advance(nowNanos / SECOND_NANOS, dimension);
            buckets[(int) Math.floorMod(second, (long) SECONDS)] += amount;
            total += amount;
        }

        private void advance(long now, Dimension dimension) {
            if (second == Long.MIN_VALUE) {
                second = now;
            }
            if (dimension == Dimension.RPD && now - second > DAY_SECONDS) {
                total = 0;
            }
            long steps = Math.min(SECONDS, now - second);
            for (long step = 1; step <= steps; step++) {
                buckets[(int) Math.floorMod(second + step, (long) SECONDS)] = 0;
            }
            second = Math.max(second, now);
        }

        boolean isOld(Dimension dimension, long nowNanos) {
            long age = nowNanos / SECOND_NANOS - second;
            return switch (dimension) {
                case RPM, TPM -> age > SECONDS;
                case RPD -> age > DAY_SECONDS;
                case CONCURRENCY -> total == 0 && age > SECONDS;
            };
        }
    }
}
