package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A revision of a usage record that the broker does not take.
///
/// @param id the number of its message
/// @param reason `too_large`, `refused`, `gone` or `unreadable`
public record RefusedExport(
        String id,
        String object,
        @JsonProperty("request_id") String requestId,
        int revision,
        String reason,
        String detail,
        @JsonProperty("refused_at") long refusedAt) {}
