package dev.tollgate.contract.routing.v1;

import java.util.List;

/// The catalogue in force without addresses and credentials: what can be shown to anybody, and what prices are of.
///
/// @param version of the catalogue
public record CatalogueOffer(
        String version, List<Model> models, List<OfferedGroup> groups, List<Deployment> deployments) {
    public CatalogueOffer {
        models = List.copyOf(models);
        groups = List.copyOf(groups);
        deployments = List.copyOf(deployments);
    }

    /// @param providers display names of those that serve it, in the order in which they are tried
    /// @param created Unix seconds
    /// @param usable whether a deployment takes requests for it
    public record Model(
            String id,
            List<String> aliases,
            String owner,
            List<String> providers,
            long contextWindow,
            long outputBound,
            List<String> capabilities,
            long created,
            boolean usable,
            boolean managed) {
        public Model {
            aliases = List.copyOf(aliases);
            providers = List.copyOf(providers);
            capabilities = List.copyOf(capabilities);
        }
    }

    /// @param models ids, or a single `*` for all
    public record OfferedGroup(String id, List<String> models, boolean managed) {
        public OfferedGroup {
            models = List.copyOf(models);
        }
    }

    public record Deployment(String id, String provider, String model, String upstreamModel, boolean managed) {}
}
