package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;

/// An edge, as billing knows it.
///
/// @param held nano-credits that its open leases hold
public record EdgeView(
        String id,
        String object,
        long epoch,
        @JsonProperty("opened_at") long openedAt,
        @JsonProperty("open_leases") long openLeases,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long held) {}
