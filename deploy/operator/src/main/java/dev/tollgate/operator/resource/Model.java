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

/// What callers name in `model`.
@Group(Api.GROUP)
@Version(Api.VERSION)
@Categories(Api.CATEGORY)
@AdditionalPrinterColumn(name = "Id", jsonPath = ".status.objects[0].id", type = STRING)
@AdditionalPrinterColumn(name = "Owner", jsonPath = ".spec.owner", type = STRING)
@AdditionalPrinterColumn(name = "Ready", jsonPath = Forms.READY_PATH, type = STRING)
@AdditionalPrinterColumn(name = "Reason", jsonPath = Forms.REASON_PATH, type = STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
public class Model extends CustomResource<Model.Spec, CatalogueStatus> {
    private static final long serialVersionUID = 1L;
    private static final long MOST_TOKENS = 100_000_000L;

    /// @param id as callers say it, which may have a slash; the resource's name unless said
    /// @param aliases other names of it
    /// @param contextWindow tokens
    /// @param outputBound most tokens of an answer
    /// @param leastUsefulOutput fewer tokens than this are not worth a request
    /// @param capabilities `chat`, `vision`, `embeddings`, …; which endpoints they name never changes
    /// @param created a date, shown in the list of models
    /// @param strategy `weighted`, `latency` or `cost`
    /// @param cacheLifetime for how long a conversation sticks to a deployment
    /// @param audioBound most seconds of a recording
    @ValidationRule(value = Forms.ID_STAYS, message = Forms.ID_STAYS_MESSAGE, fieldPath = ".id")
    @ValidationRule(
            value = "!has(self.outputBound) || !has(self.contextWindow) || self.outputBound <= self.contextWindow",
            message = "must be at most the context window",
            fieldPath = ".outputBound")
    @ValidationRule(
            value = "!has(self.leastUsefulOutput) || !has(self.outputBound) "
                    + "|| self.leastUsefulOutput <= self.outputBound",
            message = "must be at most the output bound",
            fieldPath = ".leastUsefulOutput")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Spec(
            @Pattern(Forms.MODEL) @Nullable String id,

            @Size(max = 32)
            @ValidationRule(
                    value = "self.all(one, self.exists_one(other, other == one))",
                    message = "each at most once")
            @Nullable
            List<@Size(max = 128) String> aliases,

            @Required @Pattern(Forms.ID) String owner,
            @Min(1) @Max(MOST_TOKENS) @Nullable Long contextWindow,
            @Min(1) @Max(MOST_TOKENS) @Nullable Long outputBound,
            @Min(1) @Max(MOST_TOKENS) @Nullable Long leastUsefulOutput,
            @Size(max = 32) @Nullable List<@Size(max = 64) String> capabilities,

            @Pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$") @Nullable
            String created,

            @Nullable Limits limits,
            @Nullable Timeouts timeouts,
            @Pattern("^(weighted|latency|cost)$") @Nullable String strategy,
            @Pattern(Forms.DURATION) @Nullable String cacheLifetime,
            @Nullable Fallbacks fallbacks,
            @Min(1) @Max(86_400) @Nullable Long audioBound) {}

    /// Models that stand in for this one.
    ///
    /// @param contextWindow where the prompt is too long for it
    /// @param contentPolicy where its provider will not answer
    /// @param any where none of its deployments can
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Fallbacks(
            @Size(max = 8) @Nullable List<String> contextWindow,
            @Size(max = 8) @Nullable List<String> contentPolicy,
            @Size(max = 8) @Nullable List<String> any) {}
}
