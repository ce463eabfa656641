package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// How the export of usage stands.
///
/// @param on whether this billing exports
/// @param waiting records that the broker does not have yet; not counted beyond 100,000
/// @param oldestAt Unix time at which the oldest of them was booked, or null for none
/// @param refused records that the broker does not take; not counted beyond 100,000
public record ExportView(
        String object,
        boolean on,
        String topic,
        long waiting,
        @JsonProperty("oldest_at") @Nullable Long oldestAt,
        long refused) {}
