package dev.tollgate.e2e;

import java.util.ArrayList;
import java.util.List;

/// Models for each [Served]: `<served>/plain`; `<served>/slow`, which takes its time between the parts of its answer;
/// `<served>/late`, which takes it before the first; `<served>/fallback`, whose first deployment fails; and
/// `<served>/<fault>`, which fails in that way.
final class OperationModels {
    private static final List<String> FAULTS =
            List.of("fault-400", "fault-401", "fault-402", "fault-422", "fault-429", "fault-500", "fault-503");

    private OperationModels() {}

    static String models() {
        StringBuilder models = new StringBuilder();
        for (Served served : Served.values()) {
            List<String> behaviours = new ArrayList<>(List.of("plain", "slow", "late", "fallback"));
            behaviours.addAll(FAULTS);
            behaviours.forEach(behaviour -> models.append(model(served, behaviour)));
        }
        return models.toString();
    }

    static String deployments() {
        StringBuilder all = new StringBuilder();
        for (Served served : Served.values()) {
            all.append(deployment(served, "plain", served.upstream, 0))
                    .append(deployment(served, "slow", served.upstream + "-200ms", 0))
                    .append(deployment(served, "late", "fault-slow-headers", 0))
                    .append(deployment(served, "fallback", "fault-500", 0))
                    .append(deployment(served, "fallback", served.upstream, 1));
            FAULTS.forEach(fault -> all.append(deployment(served, fault, fault, 0)));
        }
        return all.toString();
    }

    private static String deployment(Served served, String behaviour, String upstream, int priority) {
        return """
              - {id: %1$s/%3$d, provider: %4$s, model: %1$s, upstream_model: %2$s, priority: %3$d}
            """.formatted(served.model(behaviour), upstream, priority, served.provider);
    }

    private static String model(Served served, String behaviour) {
        return """
              - id: %s
                owner: tollgate
                context_window: 32768
                output_bound: 6240
                least_useful_output: 16
                capabilities: [%s]
                created: 2026-01-01
                prices: {%s}
            """.formatted(served.model(behaviour), served.capabilities(), served.prices);
    }
}
