package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// What a call did to records that wait to be exported.
///
/// @param moved how many
/// @param lastId of a backfill: the id to go on after
/// @param hasMore whether the call is to be made again
public record ExportMoved(
        long moved,
        @JsonProperty("last_id") @Nullable String lastId,
        @JsonProperty("has_more") boolean hasMore) {}
