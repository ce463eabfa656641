package dev.tollgate.operator.resource;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Prices, groups' multipliers and providers' costs, from a time on.
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("pricelists")
@Categories(Api.CATEGORY)
@AdditionalPrinterColumn(name = "Effective", jsonPath = ".status.effectiveFrom", type = STRING)
@AdditionalPrinterColumn(name = "Ready", jsonPath = Forms.READY_PATH, type = STRING)
@AdditionalPrinterColumn(name = "Reason", jsonPath = Forms.REASON_PATH, type = STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
public class PriceList extends CustomResource<PriceList.Spec, PriceList.Status> {
    private static final long serialVersionUID = 1L;
    private static final String ONCE = "self.all(one, self.exists_one(other, other.id == one.id))";
    private static final String ONCE_MESSAGE = "each id at most once";

    /// @param effectiveFrom from when on requests are charged so; at the soonest after the notice where it is
    ///     left out or passed
    @ValidationRule(
            value = "has(self.models) || has(self.groups) || has(self.deployments)",
            message = "must price something: models, groups or deployments")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Spec(
            @Pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$") @Nullable
            String effectiveFrom,

            @Size(min = 1, max = 256) @ValidationRule(value = ONCE, message = ONCE_MESSAGE) @Nullable
            List<ModelPrices> models,

            @Size(min = 1, max = 64) @ValidationRule(value = ONCE, message = ONCE_MESSAGE) @Nullable
            List<Multiplier> groups,

            @Size(min = 1, max = 256) @ValidationRule(value = ONCE, message = ONCE_MESSAGE) @Nullable
            List<DeploymentCost> deployments) {}

    /// @param prices in the catalogue file's words: credits per million tokens and other units
    public record ModelPrices(
            @Required @Pattern(Forms.MODEL) @Size(max = 128) String id,
            @Required @PreserveUnknownFields Map<String, JsonNode> prices) {}

    /// @param multiplier of all prices for who is in the group
    public record Multiplier(
            @Required @Pattern(Forms.ID) @Size(max = 64) String id,

            @Required @Pattern("^[0-9]{1,4}(\\.[0-9]{1,6})?$")
            String multiplier) {}

    /// @param cost what the provider charges, in the words of prices
    public record DeploymentCost(
            @Required @Pattern(Forms.MODEL) @Size(max = 128) String id,
            @Required @PreserveUnknownFields Map<String, JsonNode> cost) {}

    /// @param draft its id at the management API
    /// @param effectiveFrom the time that was agreed
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Status(
            @Nullable Long observedGeneration,
            @Nullable List<Condition> conditions,
            @Nullable String draft,
            @Nullable String effectiveFrom)
            implements Conditioned {
        public static final Status NONE = new Status(null, List.of(), null, null);
    }
}
