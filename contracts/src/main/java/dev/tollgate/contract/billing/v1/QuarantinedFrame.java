package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A usage frame that billing could not count, kept raw until an operator posts it again (rules 14).
///
/// @param reason `unknown_version`, `unknown_class`, `unknown_price`, …
/// @param raw the frame as the edge shipped it
public record QuarantinedFrame(
        String id,
        String object,
        @JsonProperty("edge_id") String edgeId,
        long epoch,
        String reason,
        String detail,
        String raw,
        @JsonProperty("received_at") long receivedAt) {}
