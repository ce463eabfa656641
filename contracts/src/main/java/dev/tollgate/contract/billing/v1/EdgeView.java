package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// An edge, as billing knows it.
///
/// @param held nano-credits that its open leases hold
/// @param orphaned of the open leases, those of an earlier start, or that the edge may spend no more
/// @param inFlight requests that it told of and whose ends were not posted yet
/// @param oldestUnposted when the oldest of these was admitted, in Unix seconds; null when there is none
/// @param seenAt when it was last heard of, in Unix seconds
public record EdgeView(
        String id,
        String object,
        long epoch,
        @JsonProperty("opened_at") long openedAt,
        @JsonProperty("open_leases") long openLeases,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long held,
        long orphaned,
        @JsonProperty("in_flight") long inFlight,
        @JsonProperty("oldest_unposted_at") @Nullable Long oldestUnposted,
        @JsonProperty("seen_at") @Nullable Long seenAt) {}
