package dev.tollgate.operator.resource;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A key that draws on the account bound to its namespace, and whose secret is in a Secret beside it.
@Group(Api.GROUP)
@Version(Api.VERSION)
@Categories(Api.CATEGORY)
@AdditionalPrinterColumn(name = "Key", jsonPath = ".status.keyId", type = STRING)
@AdditionalPrinterColumn(name = "Secret", jsonPath = ".status.secretName", type = STRING)
@AdditionalPrinterColumn(name = "Ready", jsonPath = Forms.READY_PATH, type = STRING)
@AdditionalPrinterColumn(name = "Reason", jsonPath = Forms.REASON_PATH, type = STRING)
@AdditionalPrinterColumn(name = "Rotates", jsonPath = ".status.nextRotation", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
public class ApiKey extends CustomResource<ApiKey.Spec, ApiKey.Status> implements Namespaced {
    private static final long serialVersionUID = 1L;
    private static final int GRACE_HOURS_MAX = 720;

    /// @param secretName of the Secret that gets it; the resource's name unless said, and never changed
    /// @param group one that the account allows its keys; the account's own unless said
    /// @param models the only ones that it may call; all of its group's unless said
    /// @param ipAllow the only addresses that it is taken from, as blocks: `10.0.0.0/8`
    /// @param disabled whether it is refused for now
    /// @param expiresAt from when on it is refused
    @ValidationRule(
            value = "has(self.secretName) == has(oldSelf.secretName) && "
                    + "(!has(self.secretName) || self.secretName == oldSelf.secretName)",
            message = "secretName never changes: make another ApiKey",
            fieldPath = ".secretName")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Spec(
            @Pattern(Forms.NAME) @Nullable String secretName,
            @Pattern(Forms.ID) @Nullable String group,

            @Size(max = 512)
            @ValidationRule(value = "self.all(one, one.matches('^[^ ]+$'))", message = "must be ids of models")
            @Nullable
            List<@Size(min = 1, max = 200) String> models,

            @Size(max = 32) @Nullable List<@Pattern("^[a-z][a-z0-9_.:-]{0,63}$") String> scopes,

            @Size(max = 100)
            @ValidationRule(
                    value = "self.all(one, isCIDR(one) || isIP(one))",
                    message = "must be addresses or blocks of addresses")
            @Nullable
            List<@Size(max = 64) String> ipAllow,

            @Nullable Limits limits,
            @Nullable Boolean disabled,

            @Pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$") @Nullable
            String expiresAt,

            @Nullable Rotation rotation) {}

    /// @param every how old a key gets: `720h`; never rotated by itself without
    /// @param grace for how long the one before still works; 0 unless said, at most 720 h
    /// @param round raised to rotate now
    @ValidationRule(
            value = "!has(self.every) || duration(self.every) >= duration('1m')",
            message = "must be at least a minute",
            fieldPath = ".every")
    @ValidationRule(
            value = "!has(self.grace) || duration(self.grace) <= duration('" + GRACE_HOURS_MAX + "h')",
            message = "must be at most " + GRACE_HOURS_MAX + "h",
            fieldPath = ".grace")
    @ValidationRule(
            value = "!has(self.every) || !has(self.grace) || duration(self.grace) < duration(self.every)",
            message = "must be shorter than every",
            fieldPath = ".grace")
    @ValidationRule(
            value = "!has(oldSelf.round) || (has(self.round) && self.round >= oldSelf.round)",
            message = "only grows",
            fieldPath = ".round")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rotation(
            @Pattern(Forms.DURATION) @Nullable String every,
            @Pattern(Forms.DURATION) @Nullable String grace,
            @Min(0) @Max(1_000_000) @Nullable Long round) {}

    /// @param keyId whose secret is in the Secret
    /// @param accountId that pays
    /// @param previousKeyId that still works, until `previousUntil`
    /// @param nextRotation when it is rotated by itself
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Status(
            @Nullable Long observedGeneration,
            @Nullable List<Condition> conditions,
            @Nullable String keyId,
            @Nullable String accountId,
            @Nullable String secretName,
            @Nullable String previousKeyId,
            @Nullable String previousUntil,
            @Nullable String nextRotation)
            implements Conditioned {
        public static final Status NONE = new Status(null, List.of(), null, null, null, null, null, null);
    }
}
