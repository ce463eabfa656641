package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A draft of prices, or a published one.
///
/// @param status `draft` or `published`
/// @param source `api`, or `model_prices` for an import
/// @param models whose prices it sets; `groups` whose multipliers, `deployments` whose costs
/// @param withdrawn what falls back to the catalogue file: `models: gpt-4o`
/// @param effectiveFrom Unix seconds; null while it is a draft
public record PriceDraftView(
        String id,
        String object,
        String status,
        String source,
        @Nullable String note,
        List<String> models,
        List<String> groups,
        List<String> deployments,
        List<String> withdrawn,
        @JsonProperty("import_report") @Nullable ImportReport importReport,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("published_at") @Nullable Long publishedAt,
        @JsonProperty("effective_from") @Nullable Long effectiveFrom) {
    public PriceDraftView {
        models = List.copyOf(models);
        groups = List.copyOf(groups);
        deployments = List.copyOf(deployments);
        withdrawn = List.copyOf(withdrawn);
    }
}
