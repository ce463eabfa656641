package dev.tollgate.edge.catalogue;

import dev.tollgate.contract.billing.v1.PriceList.DeploymentCost;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.Deployment;
import dev.tollgate.contract.routing.v1.Catalogue.Timeouts;
import org.jspecify.annotations.Nullable;

/// A deployment that can be called now, with all that a call needs.
///
/// @param secret the opened credential, or null when the provider takes none; never shown
/// @param timeouts the model's where it has its own, else the provider's
/// @param cost what the provider charges us, when known
public record Target(
        Deployment deployment,
        Catalogue.Provider provider,
        @Nullable String secret,
        Timeouts timeouts,
        @Nullable DeploymentCost cost) {
    /// The deployment's id: what health and attempts are kept by.
    public String id() {
        return deployment.id();
    }

    @Override
    public String toString() {
        return "Target[" + deployment.id() + "]";
    }
}
