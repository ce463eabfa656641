package dev.tollgate.edge.catalogue;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.routing.v1.Catalogue.Group;
import dev.tollgate.contract.routing.v1.Catalogue.Model;
import java.util.List;

/// Where one (model, group) leads, and at which price.
///
/// @param priceVersion of the price list's version in force
/// @param free an explicit price of zero for everything: no reservation, no lease, no 402 (rules 10)
/// @param targets at least one, lowest priority number first; weights are the planner's
/// @param unusable deployments of the model that have no credential
public record Route(
        Model model,
        Group group,
        ModelPrice price,
        long priceVersion,
        boolean free,
        List<Target> targets,
        List<Unusable> unusable) {
    /// A deployment that cannot be called.
    public record Unusable(String deployment, String provider) {}

    public Route {
        targets = List.copyOf(targets);
        unusable = List.copyOf(unusable);
    }

    /// The same, at the price of a batch's lines.
    public Route forBatch() {
        return price.batch() == null
                ? this
                : new Route(model, group, price.forBatch(), priceVersion, isFree(price.forBatch()), targets, unusable);
    }

    static boolean isFree(ModelPrice price) {
        return price.tiers().stream()
                .allMatch(tier -> tier.nanosPerMillion().values().stream().allMatch(nanos -> nanos == 0));
    }
}
