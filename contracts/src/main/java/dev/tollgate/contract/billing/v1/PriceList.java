package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What each model costs each group, as billing publishes it: versions in force and to come. An edge prices a
/// request with the newest version whose `effectiveFrom` is not after the request's admission (rules 11).
///
/// @param hash of this snapshot: its ETag
/// @param fileHash SHA-256 of the catalogue file that the newest version was made from
/// @param versions ascending by version
public record PriceList(String hash, String fileHash, List<Version> versions) {
    public PriceList {
        versions = List.copyOf(versions);
    }

    /// One immutable set of prices.
    ///
    /// @param effectiveFrom Unix milliseconds
    public record Version(long version, long effectiveFrom, List<ModelPrice> prices, List<DeploymentCost> costs) {
        public Version {
            prices = List.copyOf(prices);
            costs = List.copyOf(costs);
        }
    }

    /// A model's effective prices for one group, the multiplier applied. All zero is free; a model that is absent
    /// has no price, is not routable and not listed: never a silent zero.
    ///
    /// @param tiers ascending by `aboveInput`; the first is above 0
    /// @param multiplierPpm the group's multiplier in parts per million, to be told and not to be applied again;
    ///     null in older versions
    /// @param batch what lines of batches cost instead; null when they cost the same, and in older versions
    public record ModelPrice(
            String model,
            String group,
            List<Tier> tiers,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long multiplierPpm,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            BatchPrice batch) {
        public ModelPrice {
            tiers = List.copyOf(tiers);
        }

        public ModelPrice(String model, String group, List<Tier> tiers) {
            this(model, group, tiers, null, null);
        }

        /// The tiers of a request.
        ///
        /// @param ofBatch whether it is a batch's line
        public List<Tier> tiers(boolean ofBatch) {
            return ofBatch && batch != null ? batch.tiers() : tiers;
        }

        /// The same price, where it is all that is known: as a batch's lines see it.
        public ModelPrice forBatch() {
            return batch == null ? this : new ModelPrice(model, group, batch.tiers(), multiplierPpm, null);
        }
    }

    /// A model's effective prices for one group's batches, both multipliers applied.
    ///
    /// @param multiplierPpm what a batch pays of the price, in parts per million, beside the group's: to be
    ///     told and not to be applied again
    public record BatchPrice(List<Tier> tiers, long multiplierPpm) {
        public BatchPrice {
            tiers = List.copyOf(tiers);
        }
    }

    /// @param aboveInput the tier holds for requests of more input tokens than this, all classes counted
    /// @param nanosPerMillion every class has a price: the compiler fills in those that the catalogue leaves out
    public record Tier(long aboveInput, Map<UsageClass, Long> nanosPerMillion) {
        public Tier {
            nanosPerMillion = Map.copyOf(nanosPerMillion);
        }
    }

    /// What a deployment's provider charges us, when known.
    public record DeploymentCost(String deployment, List<Tier> tiers) {
        public DeploymentCost {
            tiers = List.copyOf(tiers);
        }
    }
}
