package dev.tollgate.operator.resource;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A price tier and the models that it may call. Its multiplier is a [PriceList]'s to say.
@io.fabric8.kubernetes.model.annotation.Group(Api.GROUP)
@Version(Api.VERSION)
@Categories(Api.CATEGORY)
@AdditionalPrinterColumn(name = "Ready", jsonPath = Forms.READY_PATH, type = STRING)
@AdditionalPrinterColumn(name = "Reason", jsonPath = Forms.REASON_PATH, type = STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
public class Group extends CustomResource<Group.Spec, CatalogueStatus> {
    private static final long serialVersionUID = 1L;

    /// @param id in the catalogue; the resource's name unless said
    /// @param models ids, or `*` alone for all
    /// @param except those that it may not call, beside `*`
    @ValidationRule(value = Forms.ID_STAYS, message = Forms.ID_STAYS_MESSAGE, fieldPath = ".id")
    @ValidationRule(
            value = "!has(self.except) || self.models == ['*']",
            message = "goes only beside models: [\"*\"]",
            fieldPath = ".except")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Spec(
            @Pattern(Forms.ID) @Nullable String id,

            @Required
            @Size(min = 1, max = 512)
            @ValidationRule(value = "!self.exists(one, one == '*') || size(self) == 1", message = "\"*\" stands alone")
            List<@Size(max = 128) String> models,

            @Size(max = 512) @Nullable List<@Size(max = 128) String> except,
            @Nullable Limits limits,
            @Pattern("^(weighted|latency|cost)$") @Nullable String strategy) {}
}
