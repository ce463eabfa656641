package dev.tollgate.e2e;

import java.util.ArrayList;
import java.util.List;

/// Models for each dialect of chat: `<dialect>/plain`; `<dialect>/slow`, which takes its time; `<dialect>/fallback`,
/// whose first deployment fails; and `<dialect>/<fault>`, which fails in that way.
final class DialectModels {
    /// What the fakes can be told to do, by the upstream model's name.
    private static final List<String> FAULTS = List.of(
            "fault-400",
            "fault-401",
            "fault-402",
            "fault-429",
            "fault-503",
            "fault-bad-json",
            "fault-error-frame",
            "fault-reset-mid",
            "fault-no-usage");

    private DialectModels() {}

    static String models() {
        StringBuilder models = new StringBuilder();
        for (String dialect : Dialects.models().keySet()) {
            List<String> names = new ArrayList<>(List.of("plain", "slow", "fallback"));
            names.addAll(FAULTS);
            names.forEach(name -> models.append(model(dialect + "/" + name)));
        }
        return models.toString();
    }

    static String deployments() {
        StringBuilder all = new StringBuilder();
        Dialects.models().forEach((dialect, good) -> {
            all.append(deployment(dialect, "plain", good, 0))
                    .append(deployment(dialect, "slow", "demo-20ms", 0))
                    .append(deployment(dialect, "fallback", "fault-500", 0))
                    .append(deployment(dialect, "fallback", good, 1));
            FAULTS.forEach(fault -> all.append(deployment(dialect, fault, fault, 0)));
        });
        return all.toString();
    }

    /// OpenAI's dialect is the demo provider's own: `openai` has no key here, and a stand-in for it knows no faults.
    private static String deployment(String dialect, String model, String upstream, int priority) {
        String provider = dialect.equals("openai") ? "demo" : dialect;
        return """
              - {id: %1$s/%2$s/%4$d, provider: %5$s, model: %1$s/%2$s, upstream_model: %3$s, priority: %4$d}
            """.formatted(dialect, model, upstream, priority, provider);
    }

    private static String model(String id) {
        return """
              - id: %s
                owner: tollgate
                context_window: 128000
                output_bound: 4096
                least_useful_output: 16
                capabilities: [chat]
                created: 2026-01-01
                prices: {input: 1, cached_input: 0.1, cache_write: 2, output: 4}
            """.formatted(id);
    }
}
