package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.Catalogue.Probe;
import dev.tollgate.routing.canary.Canary;
import dev.tollgate.routing.catalogue.CatalogueFile.Rollout;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes a deployment's roll-out in the file's words.
final class RolloutWords {
    private static final long MILLIS = 1_000;
    private static final int PERCENT_PLACES = 2;

    private RolloutWords() {}

    static void put(Map<String, Object> words, Rollout rollout) {
        Canary canary = rollout.canary();
        if (canary != null) {
            Map<String, Object> own = new LinkedHashMap<>();
            own.put("steps", canary.steps());
            own.put("every", duration(canary.everyMillis()));
            own.put("max_error_rate", percent(canary.errorRateMax()));
            own.put("min_requests", canary.requestsMin());
            words.put(RolloutReader.CANARY, own);
        }
        if (rollout.shadow() > 0) {
            words.put(RolloutReader.SHADOW, Map.of("share", percent(rollout.shadow())));
        }
        Probe probe = rollout.probe();
        if (probe != null) {
            Map<String, Object> own = new LinkedHashMap<>();
            own.put("interval", duration(probe.intervalMillis()));
            own.put("timeout", duration(probe.timeoutMillis()));
            if (probe.path() != null) {
                own.put("path", probe.path());
            }
            words.put(RolloutReader.PROBE, own);
        }
    }

    private static String duration(long millis) {
        return millis % MILLIS == 0 ? millis / MILLIS + "s" : millis + "ms";
    }

    private static String percent(int hundredths) {
        return BigDecimal.valueOf(hundredths, PERCENT_PLACES)
                .stripTrailingZeros()
                .toPlainString();
    }
}
