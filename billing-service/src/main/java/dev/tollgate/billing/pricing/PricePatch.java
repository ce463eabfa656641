package dev.tollgate.billing.pricing;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a draft changes of the catalogue file's prices. It holds, once published, whatever the file says later of
/// the same thing, until a later draft changes or withdraws it.
///
/// @param multipliers group → parts per million
/// @param costs deployment → what its provider charges us
/// @param beside what of it the file does not declare
record PricePatch(
        Map<String, BasePrice> models,
        Map<String, Long> multipliers,
        Map<String, BasePrice> costs,
        Withdrawn withdrawn,
        Beside beside) {
    static final PricePatch NOTHING = new PricePatch(Map.of(), Map.of(), Map.of(), Withdrawn.NOTHING);

    PricePatch {
        models = Map.copyOf(models);
        multipliers = Map.copyOf(multipliers);
        costs = Map.copyOf(costs);
        beside = orNothing(beside);
    }

    /// Of what the file declares.
    PricePatch(
            Map<String, BasePrice> models,
            Map<String, Long> multipliers,
            Map<String, BasePrice> costs,
            Withdrawn withdrawn) {
        this(models, multipliers, costs, withdrawn, Beside.NOTHING);
    }

    /// Drafts of the release before have none.
    private static Beside orNothing(@Nullable Beside stored) {
        return stored == null ? Beside.NOTHING : stored;
    }

    /// What falls back to the file's price.
    record Withdrawn(Set<String> models, Set<String> groups, Set<String> deployments) {
        static final Withdrawn NOTHING = new Withdrawn(Set.of(), Set.of(), Set.of());

        Withdrawn {
            models = Set.copyOf(models);
            groups = Set.copyOf(groups);
            deployments = Set.copyOf(deployments);
        }

        boolean isNothing() {
            return models.isEmpty() && groups.isEmpty() && deployments.isEmpty();
        }
    }

    boolean isNothing() {
        return models.isEmpty() && multipliers.isEmpty() && costs.isEmpty() && withdrawn.isNothing();
    }

    /// Both, the later one upon this.
    PricePatch then(PricePatch later) {
        return new PricePatch(
                merged(models, later.models, later.withdrawn.models),
                merged(multipliers, later.multipliers, later.withdrawn.groups),
                merged(costs, later.costs, later.withdrawn.deployments),
                Withdrawn.NOTHING,
                beside.then(later.beside));
    }

    /// The same, knowing what of it the file does not declare.
    PricePatch upon(Beside all) {
        return new PricePatch(models, multipliers, costs, withdrawn, all.namedBy(this));
    }

    private static <T> Map<String, T> merged(Map<String, T> earlier, Map<String, T> later, Set<String> withdrawn) {
        Map<String, T> all = new HashMap<>(earlier);
        all.keySet().removeAll(withdrawn);
        all.putAll(later);
        return all;
    }
}
