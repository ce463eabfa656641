package dev.tollgate.billing.insight;

import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageFigures;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What requests come to; figures add up.
///
/// @param counts by the names of the roll-ups' columns: requests, charge, classes, outcomes, …
record Figures(Map<String, Long> counts, Histogram duration, Histogram firstByte) {
    /// What roll-ups of sums have.
    static final List<String> SUMS = concat(
            List.of("requests", "failed", "charge", "uncollected"),
            Arrays.stream(UsageClass.values()).map(UsageClass::wireName).toList());
    /// What roll-ups of latencies have.
    static final List<String> OUTCOMES =
            List.of("cancelled", "credit_exhausted", "upstream_failed", "refused", "interrupted", "revoked");

    static final Figures NONE = new Figures(Map.of(), new Histogram(), new Histogram());

    Figures {
        counts = Map.copyOf(counts);
    }

    Figures plus(Figures more) {
        Map<String, Long> sums = new TreeMap<>(counts);
        more.counts.forEach((name, count) -> sums.merge(name, count, Math::addExact));
        return new Figures(sums, duration.plus(more.duration), firstByte.plus(more.firstByte));
    }

    long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /// What was charged, less what could not be collected.
    long spend() {
        return Math.subtractExact(count("charge"), count("uncollected"));
    }

    long tokens() {
        return Arrays.stream(UsageClass.values())
                .filter(one -> one.isInput() || one.isOutput())
                .mapToLong(one -> count(one.wireName()))
                .sum();
    }

    UsageFigures view() {
        return new UsageFigures(
                count("requests"),
                count("failed"),
                those(OUTCOMES::contains),
                those(name -> Arrays.stream(UsageClass.values())
                        .anyMatch(one -> one.wireName().equals(name))),
                count("charge"),
                count("uncollected"),
                duration.latency(),
                firstByte.latency());
    }

    private Map<String, Long> those(Predicate<String> wanted) {
        Map<String, Long> found = new TreeMap<>();
        counts.forEach((name, count) -> {
            if (count > 0 && wanted.test(name)) {
                found.put(name, count);
            }
        });
        return found;
    }

    private static List<String> concat(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
