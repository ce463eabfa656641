package dev.tollgate.operator.resource;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who pays, and for which namespaces.
@Group(Api.GROUP)
@Version(Api.VERSION)
@Categories(Api.CATEGORY)
@AdditionalPrinterColumn(name = "Account", jsonPath = ".status.accountId", type = STRING)
@AdditionalPrinterColumn(name = "Free", jsonPath = ".status.free", type = STRING)
@AdditionalPrinterColumn(name = "Ready", jsonPath = Forms.READY_PATH, type = STRING)
@AdditionalPrinterColumn(name = "Reason", jsonPath = Forms.REASON_PATH, type = STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
public class Account extends CustomResource<Account.Spec, Account.Status> {
    private static final long serialVersionUID = 1L;

    /// @param accountId of one that is there already, whose credit stays when the resource goes; a new one is
    ///     opened unless said
    /// @param name as people read it; the resource's name unless said
    /// @param group of its keys; `default` unless said
    /// @param keyGroups that an [ApiKey] may name instead
    /// @param frozen whether its keys are refused
    /// @param namespaces whose ApiKeys draw on it
    @ValidationRule(
            value = "has(self.accountId) == has(oldSelf.accountId) && "
                    + "(!has(self.accountId) || self.accountId == oldSelf.accountId)",
            message = "accountId never changes: make another Account",
            fieldPath = ".accountId")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Spec(
            @Pattern("^[A-Za-z0-9_-]{1,64}$") @Nullable String accountId,
            @Size(min = 1, max = 200) @Nullable String name,
            @Pattern(Forms.ID) @Nullable String group,
            @Size(max = 64) @Nullable List<@Size(max = 64) String> keyGroups,
            @Nullable Boolean frozen,
            @Nullable Limits limits,
            @Nullable Credit credit,

            @Size(max = 256)
            @ValidationRule(
                    value = "self.all(one, one.matches('" + Forms.LABEL + "'))",
                    message = "must be names of namespaces")
            @ValidationRule(
                    value = "self.all(one, self.exists_one(other, other == one))",
                    message = "each at most once")
            @Nullable
            List<@Size(max = 63) String> namespaces) {}

    /// In credits, as text: `12.50`.
    ///
    /// @param gift given once; never changes
    /// @param overdraft how far the account may go below zero
    @ValidationRule(
            value = "!has(oldSelf.gift) || (has(self.gift) && self.gift == oldSelf.gift)",
            message = "a gift was given: it never changes",
            fieldPath = ".gift")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Credit(
            @Pattern(Forms.DECIMAL) @Nullable String gift,
            @Pattern(Forms.DECIMAL) @Nullable String overdraft) {}

    /// @param accountId at the management API
    /// @param gift that was given, in credits
    /// @param balance in credits
    /// @param free what is not held, with the overdraft
    /// @param boundNamespaces those of its namespaces that no older Account has
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Status(
            @Nullable Long observedGeneration,
            @Nullable List<Condition> conditions,
            @Nullable String accountId,
            @Nullable String gift,
            @Nullable String balance,
            @Nullable String free,
            @Nullable List<String> boundNamespaces)
            implements Conditioned {
        public static final Status NONE = new Status(null, List.of(), null, null, null, null, null);
    }
}
