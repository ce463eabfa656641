package dev.tollgate.routing.health;

import dev.tollgate.contract.routing.v1.DeploymentHealth;
import dev.tollgate.contract.routing.v1.DeploymentHealth.AtEdge;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Says what edges see of a deployment in operators' words.
final class HealthView {
    private static final String WELL = "well";
    private static final String COOLING = "cooling";
    private static final String OPEN = "open";
    private static final String OPEN_AT_SOME = "open_at_some";
    private static final String UNKNOWN = "unknown";

    private HealthView() {}

    /// @param sights of this deployment alone
    static DeploymentHealth of(String deployment, List<Sight> sights, Instant now) {
        String state = state(deployment, sights);
        long attempts = sights.stream().mapToLong(Sight::attempts).sum();
        long failures = sights.stream().mapToLong(Sight::failures).sum();
        List<Sight> telling = sights.stream()
                .filter(sight -> state.equals(WELL) || !state(sight).equals(WELL))
                .toList();
        return new DeploymentHealth(
                deployment,
                DeploymentHealth.OBJECT,
                state,
                telling.stream()
                        .map(sight -> ago(now, sight.stateMillis()))
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                state.equals(WELL)
                        ? null
                        : telling.stream()
                                .map(Sight::why)
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(null),
                sights.stream()
                        .map(sight -> coolingUntil(sight, now))
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                attempts,
                failures,
                attempts == 0 ? null : (Double) (double) failures / attempts,
                firstByte(sights),
                sights.stream().map(sight -> atEdge(sight, now)).toList(),
                null);
    }

    private static String state(String deployment, List<Sight> sights) {
        Board.Opinion opinion = Board.of(sights).opinions().get(deployment);
        if (sights.isEmpty()) {
            return UNKNOWN;
        }
        if (opinion != null && opinion.openMillis() > 0) {
            return OPEN;
        }
        if (opinion != null && opinion.coolingMillis() > 0) {
            return COOLING;
        }
        return sights.stream().anyMatch(Sight::opposes) ? OPEN_AT_SOME : WELL;
    }

    private static String state(Sight sight) {
        if (sight.open()) {
            return OPEN;
        }
        return sight.coolingMillis() > 0 ? COOLING : WELL;
    }

    private static AtEdge atEdge(Sight sight, Instant now) {
        String state = state(sight);
        Long proven = sight.provenMillis();
        return new AtEdge(
                sight.edge(),
                state,
                ago(now, sight.stateMillis()),
                state.equals(WELL) ? null : sight.why(),
                coolingUntil(sight, now),
                proven == null ? null : (Long) ago(now, proven),
                sight.attempts(),
                sight.failures(),
                sight.firstByteMillis());
    }

    private static @Nullable Long coolingUntil(Sight sight, Instant now) {
        return sight.coolingMillis() > 0 ? (Long) ago(now, -sight.coolingMillis()) : null;
    }

    /// Weighed by what each edge has sent there; the plain mean where none has sent anything lately.
    private static @Nullable Long firstByte(List<Sight> sights) {
        long weights = 0;
        long sum = 0;
        for (Sight sight : sights) {
            Long millis = sight.firstByteMillis();
            if (millis != null) {
                weights += sight.attempts() + 1;
                sum += millis * (sight.attempts() + 1);
            }
        }
        return weights == 0 ? null : (Long) (sum / weights);
    }

    private static long ago(Instant now, long millis) {
        return now.minusMillis(millis).getEpochSecond();
    }
}
