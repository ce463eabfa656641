package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How two sets of effective prices differ.
///
/// @param from a version's number, or what is scheduled last: `newest`
/// @param to a version's number, or `draft`
/// @param changes in the order of models, groups, tiers and classes
/// @param truncated whether there are more than are told
public record PriceDiff(String from, String to, List<Change> changes, boolean truncated) {
    public PriceDiff {
        changes = List.copyOf(changes);
    }

    /// One price, in nano-credits per million.
    ///
    /// @param kind `price` or `batch_price`, of a model and group, or `cost`, of a deployment
    /// @param name the model, or the deployment
    /// @param group null for a cost
    /// @param usage the class
    /// @param before null where there was none
    /// @param after null where there is none any more
    public record Change(
            String kind,
            String name,
            @Nullable String group,
            @JsonProperty("above_input") long aboveInput,
            @JsonProperty("class") String usage,
            @Nullable String before,
            @Nullable String after) {}
}
