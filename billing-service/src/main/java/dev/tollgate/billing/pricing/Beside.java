package dev.tollgate.billing.pricing;

import dev.tollgate.billing.pricing.PriceBase.Source;
import dev.tollgate.contract.billing.v1.PriceDraftCommand;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the catalogue has beside its file: management declares it, and drafts price it. A draft keeps what it was
/// judged by, so that every replica compiles the same versions of it.
///
/// @param models → capabilities
/// @param groups their members are routing's to judge: every price is multiplied for them
record Beside(Map<String, Set<String>> models, Set<String> groups, Map<String, Source> deployments) {
    static final Beside NOTHING = new Beside(Map.of(), Set.of(), Map.of());

    Beside {
        models = Map.copyOf(models);
        groups = Set.copyOf(groups);
        deployments = Map.copyOf(deployments);
    }

    static Beside of(PriceDraftCommand.@Nullable Managed managed) {
        if (managed == null) {
            return NOTHING;
        }
        Map<String, Set<String>> models = new HashMap<>();
        managed.models().forEach(model -> models.put(model.id(), Set.copyOf(model.capabilities())));
        Map<String, Source> deployments = new HashMap<>();
        managed.deployments()
                .forEach(
                        one -> deployments.put(one.id(), new Source(one.provider(), one.model(), one.upstreamModel())));
        return new Beside(models, Set.copyOf(managed.groups()), deployments);
    }

    /// Both; what is in both is the later one's.
    Beside then(Beside later) {
        Map<String, Set<String>> allModels = new HashMap<>(models);
        allModels.putAll(later.models);
        Set<String> allGroups = new HashSet<>(groups);
        allGroups.addAll(later.groups);
        Map<String, Source> allDeployments = new HashMap<>(deployments);
        allDeployments.putAll(later.deployments);
        return new Beside(allModels, allGroups, allDeployments);
    }

    /// As far as a patch prices it.
    Beside namedBy(PricePatch patch) {
        Map<String, Set<String>> priced = new HashMap<>(models);
        priced.keySet().retainAll(patch.models().keySet());
        Set<String> multiplied = new HashSet<>(groups);
        multiplied.retainAll(patch.multipliers().keySet());
        Map<String, Source> charged = new HashMap<>(deployments);
        charged.keySet().retainAll(patch.costs().keySet());
        return new Beside(priced, multiplied, charged);
    }
}
