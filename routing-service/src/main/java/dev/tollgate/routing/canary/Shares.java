package dev.tollgate.routing.canary;

import java.util.LinkedHashMap;
import java.util.Map;

/// Weights that give a canary its exact share of requests.
public final class Shares {
    private static final int WHOLE = 100;

    private Shares() {}

    /// @param percent of the canary, from 0 to 100
    /// @param others weights of the deployments that share the rest, by id
    /// @return all weights by id; 0 for the canary at 0 %, and for the others at 100 %
    public static Map<String, Integer> weights(String canary, int percent, Map<String, Integer> others) {
        int sum = others.values().stream().mapToInt(Integer::intValue).sum();
        Map<String, Integer> weights = new LinkedHashMap<>();
        if (sum == 0) {
            // They get nothing anyhow, as long as another is there.
            weights.putAll(others);
            weights.put(canary, percent == 0 ? 0 : 1);
            return weights;
        }
        others.forEach((id, weight) -> weights.put(id, weight * (WHOLE - percent)));
        weights.put(canary, sum * percent);
        int divisor = weights.values().stream().reduce(0, Shares::divisor);
        weights.replaceAll((id, weight) -> weight / divisor);
        return weights;
    }

    private static int divisor(int one, int other) {
        return other == 0 ? one : divisor(other, one % other);
    }
}
