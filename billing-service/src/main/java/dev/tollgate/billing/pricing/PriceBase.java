package dev.tollgate.billing.pricing;

import dev.tollgate.billing.pricing.CataloguePrices.Share;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Prices before any multiplier, and what they are of: all that versions are compiled from.
///
/// @param models model → price; a model that has none is absent here
/// @param costs deployment → what its provider charges us
/// @param offered every model of the file → its capabilities, which say what must have a price
/// @param sources every deployment of the file
/// @param batchPpm what batches pay of a price, in parts per million, unless model or group say it; null for all of it
record PriceBase(
        Map<String, BasePrice> models,
        Map<String, BasePrice> costs,
        List<Share> groups,
        Map<String, Set<String>> offered,
        Map<String, Source> sources,
        @Nullable Long batchPpm) {
    private static final long ALL_OF_IT = 1_000_000;

    PriceBase {
        models = Map.copyOf(models);
        costs = Map.copyOf(costs);
        groups = List.copyOf(groups);
        offered = Map.copyOf(offered);
        sources = Map.copyOf(sources);
    }

    /// What a batch pays of this model's price in this group: the model says it, else the group, else the file.
    long batchPpm(BasePrice price, Share share) {
        Long own = price.batchPpm() != null ? price.batchPpm() : share.batchPpm() != null ? share.batchPpm() : batchPpm;
        return own == null ? ALL_OF_IT : own;
    }

    /// Where a deployment's model comes from.
    record Source(String provider, String model, String upstreamModel) {}

    /// This base and what is declared beside it; the file's own wins.
    PriceBase beside(Beside more) {
        Map<String, Set<String>> allOffered = new HashMap<>(more.models());
        allOffered.putAll(offered);
        Map<String, Source> allSources = new HashMap<>(more.deployments());
        allSources.putAll(sources);
        return new PriceBase(models, costs, groups, allOffered, allSources, batchPpm);
    }

    /// This base with a patch upon it. What the patch names, and neither the file nor management declared, stays
    /// without effect.
    PriceBase with(PricePatch patch) {
        return beside(patch.beside()).patched(patch);
    }

    private PriceBase patched(PricePatch patch) {
        Map<String, BasePrice> patchedModels = new HashMap<>(models);
        patch.models().forEach((id, price) -> {
            if (offered.containsKey(id)) {
                patchedModels.put(id, price);
            }
        });
        Map<String, BasePrice> patchedCosts = new HashMap<>(costs);
        patch.costs().forEach((id, cost) -> {
            if (sources.containsKey(id)) {
                patchedCosts.put(id, cost);
            }
        });
        return new PriceBase(patchedModels, patchedCosts, patchedGroups(patch), offered, sources, batchPpm);
    }

    private List<Share> patchedGroups(PricePatch patch) {
        List<Share> patched = new ArrayList<>();
        for (Share share : groups) {
            long ppm = patch.multipliers().getOrDefault(share.group(), share.ppm());
            patched.add(new Share(share.group(), share.models(), share.except(), ppm, share.batchPpm()));
        }
        Set<String> declared = groupIds();
        patch.beside().groups().stream()
                .filter(group -> !declared.contains(group))
                .forEach(group -> {
                    Long ppm = patch.multipliers().get(group);
                    if (ppm != null) {
                        patched.add(new Share(group, Set.of("*"), Set.of(), ppm, null));
                    }
                });
        return patched;
    }

    private Set<String> groupIds() {
        Set<String> ids = new HashSet<>();
        groups.forEach(share -> ids.add(share.group()));
        return ids;
    }

    /// What a patch names that is not here: `models: gpt-6`. In a fixed order.
    ///
    /// @param managed groups that are declared beside it
    List<String> unknownTo(PricePatch patch, Set<String> managed) {
        Map<String, Set<String>> unknown = new TreeMap<>();
        Set<String> groupIds = groupIds();
        groupIds.addAll(managed);
        note(unknown, "models", patch.models().keySet(), offered.keySet());
        note(unknown, "models", patch.withdrawn().models(), offered.keySet());
        note(unknown, "groups", patch.multipliers().keySet(), groupIds);
        note(unknown, "groups", patch.withdrawn().groups(), groupIds);
        note(unknown, "deployments", patch.costs().keySet(), sources.keySet());
        note(unknown, "deployments", patch.withdrawn().deployments(), sources.keySet());
        return unknown.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().sorted().map(id -> entry.getKey() + ": " + id))
                .toList();
    }

    private static void note(Map<String, Set<String>> unknown, String kind, Set<String> named, Set<String> known) {
        named.stream().filter(id -> !known.contains(id)).forEach(id -> unknown.computeIfAbsent(
                        kind, _ -> new HashSet<>())
                .add(id));
    }
}
