package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// One version of the price list, without its prices.
///
/// @param fileHash of the catalogue file that it was made from
/// @param effectiveFrom Unix seconds
public record PriceVersionView(
        String id,
        String object,
        long version,
        @JsonProperty("file_hash") String fileHash,
        @JsonProperty("effective_from") long effectiveFrom,
        @JsonProperty("created_at") long createdAt,
        long prices,
        long costs) {}
