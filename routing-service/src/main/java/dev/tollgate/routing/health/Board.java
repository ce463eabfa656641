package dev.tollgate.routing.health;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What all edges are to know of each deployment, from what each of them sees.
record Board(Map<String, Opinion> opinions) {
    static final Board EMPTY = new Board(Map.of());

    /// Fewer never close a deployment to others: one edge's own network may be what is broken.
    private static final int OPPOSED_LEAST = 2;
    /// An older proof is no news.
    private static final long PROVEN_MILLIS = 10_000;

    Board {
        opinions = Map.copyOf(opinions);
    }

    /// Durations in milliseconds.
    ///
    /// @param coolingMillis the provider asked some edge to leave it alone; 0 when none
    /// @param openMillis enough edges hold their breaker open; 0 when too few do
    /// @param provenMillis how long ago an active probe found it well; null when none did lately
    record Opinion(
            long coolingMillis, long openMillis, @Nullable Long provenMillis) {
        boolean isNothing() {
            return coolingMillis == 0 && openMillis == 0 && provenMillis == null;
        }

        /// The same, so much later.
        Opinion after(long millis) {
            return new Opinion(
                    Math.max(0, coolingMillis - millis),
                    Math.max(0, openMillis - millis),
                    provenMillis == null ? null : (Long) (provenMillis + millis));
        }
    }

    static Board of(Collection<Sight> sights) {
        Map<String, Opinion> opinions = new LinkedHashMap<>();
        sights.stream().collect(Collectors.groupingBy(Sight::deployment)).forEach((deployment, of) -> {
            Opinion opinion = opinion(of);
            if (!opinion.isNothing()) {
                opinions.put(deployment, opinion);
            }
        });
        return new Board(opinions);
    }

    private static Opinion opinion(List<Sight> sights) {
        long cooling = sights.stream().mapToLong(Sight::coolingMillis).max().orElse(0);
        long proven = sights.stream()
                .map(Sight::provenMillis)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .min()
                .orElse(Long.MAX_VALUE);
        return new Opinion(Math.max(0, cooling), openMillis(sights), proven <= PROVEN_MILLIS ? proven : null);
    }

    /// A cooldown is the provider's own word, and one edge is enough for it; a breaker is a guess, and takes more
    /// than half of those that have an opinion.
    private static long openMillis(List<Sight> sights) {
        List<Sight> opposed = sights.stream().filter(Sight::opposes).toList();
        long votes = sights.stream().filter(Sight::votes).count();
        if (opposed.size() < OPPOSED_LEAST || opposed.size() * 2L <= votes) {
            return 0;
        }
        return Math.max(0, opposed.stream().mapToLong(Sight::openMillis).max().orElse(0));
    }
}
