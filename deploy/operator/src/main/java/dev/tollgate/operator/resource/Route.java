package dev.tollgate.operator.resource;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where requests for a model go: the deployments that it adds to the model's.
@Group(Api.GROUP)
@Version(Api.VERSION)
@Categories(Api.CATEGORY)
@AdditionalPrinterColumn(name = "Model", jsonPath = ".spec.model", type = STRING)
@AdditionalPrinterColumn(name = "Ready", jsonPath = Forms.READY_PATH, type = STRING)
@AdditionalPrinterColumn(name = "Reason", jsonPath = Forms.REASON_PATH, type = STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
public class Route extends CustomResource<Route.Spec, CatalogueStatus> {
    private static final long serialVersionUID = 1L;

    /// @param model id of the model
    /// @param deployments each becomes one of the catalogue, called `<route>/<name>`
    @ValidationRule(
            value = "self.model == oldSelf.model",
            message = "model never changes: make another Route",
            fieldPath = ".model")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Spec(
            @Required @Pattern(Forms.MODEL) String model,

            @Required
            @Size(min = 1, max = 32)
            @ValidationRule(
                    value = "self.all(one, self.exists_one(other, other.name == one.name))",
                    message = "each name at most once")
            List<Deployment> deployments) {}

    /// @param upstreamModel as the provider calls it; the model's id unless said
    /// @param weight its share among those of its priority; 0 is the last resort
    /// @param priority lower ones are tried first
    /// @param drained whether it takes no new requests
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Deployment(
            @Required @Pattern(Forms.ID) @Size(max = 64) String name,
            @Required @Pattern(Forms.ID) String provider,
            @Pattern("^[\\x21-\\x7E]{1,256}$") @Nullable String upstreamModel,
            @Min(0) @Max(1_000) @Nullable Long weight,
            @Min(0) @Max(1_000) @Nullable Long priority,
            @Nullable Boolean drained,
            @Nullable Probe probe) {}

    /// @param path asked by GET below the provider's address; a chat of one token without
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Probe(
            @Required @Pattern(Forms.DURATION) String interval,
            @Pattern(Forms.DURATION) @Nullable String timeout,
            @Size(max = 256) @Nullable String path) {}
}
