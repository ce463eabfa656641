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
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/// A vendor's API, with the credential for it.
@Group(Api.GROUP)
@Version(Api.VERSION)
@Categories(Api.CATEGORY)
@AdditionalPrinterColumn(name = "Kind", jsonPath = ".spec.kind", type = STRING)
@AdditionalPrinterColumn(name = "Ready", jsonPath = Forms.READY_PATH, type = STRING)
@AdditionalPrinterColumn(name = "Reason", jsonPath = Forms.REASON_PATH, type = STRING)
@AdditionalPrinterColumn(name = "URL", jsonPath = ".spec.baseUrl", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
public class Provider extends CustomResource<Provider.Spec, CatalogueStatus> {
    private static final long serialVersionUID = 1L;

    /// @param id in the catalogue; the resource's name unless said
    /// @param name as people read it
    /// @param kind the dialect that it speaks: `openai`, `anthropic`, …
    /// @param baseUrl where it is
    /// @param credentialRef the Secret of the operator's namespace that has the credential; none is sent
    ///     without
    /// @param onClientGone `cancel`, or `drain` to read on to the end
    /// @param sendTraceparent whether it is sent the trace's id
    @ValidationRule(value = Forms.ID_STAYS, message = Forms.ID_STAYS_MESSAGE, fieldPath = ".id")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Spec(
            @Pattern(Forms.ID) @Nullable String id,
            @Size(min = 1, max = 64) @Nullable String name,
            @Required @Pattern("^[a-z][a-z0-9_-]{0,31}$") String kind,

            @Required
            @Size(max = 2_048)
            @ValidationRule(
                    value = "isURL(self) && url(self).getScheme() in ['https', 'http']",
                    message = "must be an http or https URL")
            @ValidationRule(
                    value = "!self.contains('@') && !self.contains('?') && !self.contains('#')",
                    message = "must have no user, query or fragment")
            String baseUrl,

            @Nullable CredentialRef credentialRef,
            @Pattern("^(cancel|drain)$") @Nullable String onClientGone,
            @Nullable Boolean sendTraceparent,
            @Nullable Timeouts timeouts) {}

    /// @param name of the Secret
    /// @param key of the value in it
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CredentialRef(
            @Required @Pattern(Forms.NAME) String name,
            @Required @Pattern("^[-._a-zA-Z0-9]{1,253}$") String key) {}
}
