package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes a draft that may also price what the catalogue file does not declare, and management does.
///
/// @param text YAML or JSON, in the catalogue's words
public record PriceDraftCommand(String text, @Nullable String note, Managed managed) {
    /// What the catalogue has beside its file.
    ///
    /// @param groups ids
    public record Managed(List<Model> models, List<String> groups, List<Deployment> deployments) {
        public Managed {
            models = List.copyOf(models);
            groups = List.copyOf(groups);
            deployments = List.copyOf(deployments);
        }
    }

    /// @param capabilities they say what must have a price
    public record Model(String id, List<String> capabilities) {
        public Model {
            capabilities = List.copyOf(capabilities);
        }
    }

    public record Deployment(
            String id,
            String provider,
            String model,
            @JsonProperty("upstream_model") String upstreamModel) {}
}
