package dev.tollgate.routing.catalogue;

import dev.tollgate.routing.canary.Canary;
import dev.tollgate.routing.canary.CanaryState;
import dev.tollgate.routing.canary.Judge;
import dev.tollgate.routing.canary.Shares;
import dev.tollgate.routing.catalogue.CatalogueFile.DeploymentEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lays canaries' present shares upon a catalogue, as weights; and finds which of them moves on.
final class Canaries {
    private Canaries() {}

    /// What is to be stored of a canary.
    ///
    /// @param verdict null when its deployment is a canary no more
    record Move(String deployment, @Nullable Canary canary, Judge.@Nullable Verdict verdict) {}

    /// A canary has the priority of those it shares with, so that its share is one of all the model's requests. One
    /// whose state is not known yet, or is of another definition, is at its first step.
    static CatalogueFile lay(CatalogueFile file, Map<String, CanaryState> states) {
        if (file.deployments().stream().noneMatch(entry -> entry.rollout().canary() != null)) {
            return file;
        }
        Map<String, DeploymentEntry> entries = new LinkedHashMap<>();
        file.deployments().forEach(entry -> entries.put(entry.id(), entry));
        for (DeploymentEntry entry : file.deployments()) {
            Canary canary = entry.rollout().canary();
            List<DeploymentEntry> others = canary == null ? List.of() : others(file, entry);
            if (canary != null && !others.isEmpty()) {
                lay(entries, entry, share(canary, states.get(entry.id())), others);
            }
        }
        return file.with(List.copyOf(entries.values()));
    }

    private static void lay(
            Map<String, DeploymentEntry> entries, DeploymentEntry canary, int share, List<DeploymentEntry> others) {
        Map<String, Integer> before = new LinkedHashMap<>();
        others.forEach(other -> before.put(other.id(), other.weight()));
        Map<String, Integer> weights = Shares.weights(canary.id(), share, before);
        others.forEach(other ->
                entries.put(other.id(), other.weighing(weights.getOrDefault(other.id(), 0), other.priority())));
        entries.put(
                canary.id(),
                canary.weighing(
                        weights.getOrDefault(canary.id(), 0), others.getFirst().priority()));
    }

    private static int share(Canary canary, @Nullable CanaryState state) {
        return state != null && state.definition().equals(canary.definition())
                ? state.share(canary)
                : canary.steps().getFirst();
    }

    /// Those that are tried first, but for the canary itself.
    private static List<DeploymentEntry> others(CatalogueFile file, DeploymentEntry canary) {
        List<DeploymentEntry> others = file.deployments().stream()
                .filter(entry -> entry.model().equals(canary.model())
                        && !entry.id().equals(canary.id())
                        && entry.rollout().shadow() == 0)
                .toList();
        int first = others.stream().mapToInt(DeploymentEntry::priority).min().orElse(0);
        return others.stream().filter(entry -> entry.priority() == first).toList();
    }

    /// The first that moves on; null when none does. One at a time, so that catalogues don't follow each other fast.
    static @Nullable Move next(Merged merged, Instant now) {
        CatalogueFile used = merged.whole().without(merged.managed().drained());
        Map<String, CanaryState> states = merged.managed().canaries();
        for (DeploymentEntry entry : used.deployments()) {
            Canary canary = entry.rollout().canary();
            List<DeploymentEntry> others = canary == null ? List.of() : others(used, entry);
            if (canary != null && !others.isEmpty()) {
                List<String> ids = others.stream().map(DeploymentEntry::id).toList();
                Judge.Verdict verdict = Judge.judge(entry.id(), canary, states.get(entry.id()), ids, now);
                if (verdict != null) {
                    return new Move(entry.id(), canary, verdict);
                }
            }
        }
        return states.keySet().stream()
                .filter(id -> merged.whole().deployments().stream()
                        .noneMatch(entry ->
                                entry.id().equals(id) && entry.rollout().canary() != null))
                .findFirst()
                .map(id -> new Move(id, null, null))
                .orElse(null);
    }

    /// Whether there is anything to look after.
    static boolean any(Merged merged) {
        return !merged.managed().canaries().isEmpty()
                || merged.whole().deployments().stream()
                        .anyMatch(entry -> entry.rollout().canary() != null);
    }
}
