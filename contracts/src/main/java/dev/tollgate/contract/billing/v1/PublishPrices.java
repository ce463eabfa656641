package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Publishes a draft.
///
/// @param effectiveFrom Unix seconds, at least the notice ahead; null for as soon as the notice allows
public record PublishPrices(
        @JsonProperty("effective_from") @Nullable Long effectiveFrom) {}
