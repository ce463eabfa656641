package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.CatalogueStatus.Problem;
import dev.tollgate.routing.credential.CredentialReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A catalogue file without problems: every reference in it leads somewhere. Prices were checked and left to
/// billing.
record CatalogueFile(
        String hash,
        List<ProviderEntry> providers,
        List<Catalogue.Model> models,
        List<DeploymentEntry> deployments,
        List<Catalogue.Group> groups) {
    CatalogueFile {
        providers = List.copyOf(providers);
        models = List.copyOf(models);
        deployments = List.copyOf(deployments);
        groups = List.copyOf(groups);
    }

    record ProviderEntry(Catalogue.Provider provider, CredentialReference credential) {}

    /// @param credential of its own, or null for the provider's
    record DeploymentEntry(
            String id,
            String provider,
            String model,
            String upstreamModel,
            int weight,
            int priority,
            @Nullable CredentialReference credential) {}

    /// What reading a file ends in.
    sealed interface Reading {
        record Valid(CatalogueFile file) implements Reading {}

        /// @param problems at least one, by line
        record Invalid(String hash, List<Problem> problems) implements Reading {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }
}
