package dev.tollgate.console.pricing;

import dev.tollgate.contract.billing.v1.PriceDraftCommand;
import dev.tollgate.contract.billing.v1.PriceDraftCommand.Managed;
import dev.tollgate.contract.routing.v1.CatalogueOffer;

/// What routing has beside the catalogue file, told to billing with a draft: the two do not talk to each other.
final class ManagedObjects {
    private ManagedObjects() {}

    static Managed of(CatalogueOffer offer) {
        return new Managed(
                offer.models().stream()
                        .filter(CatalogueOffer.Model::managed)
                        .map(model -> new PriceDraftCommand.Model(model.id(), model.capabilities()))
                        .toList(),
                offer.groups().stream()
                        .filter(CatalogueOffer.OfferedGroup::managed)
                        .map(CatalogueOffer.OfferedGroup::id)
                        .toList(),
                offer.deployments().stream()
                        .filter(CatalogueOffer.Deployment::managed)
                        .map(one -> new PriceDraftCommand.Deployment(
                                one.id(), one.provider(), one.model(), one.upstreamModel()))
                        .toList());
    }
}
