package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Where an account's months begin and end.
///
/// @param timeZone such as `Europe/Berlin`
public record AccountTimeZone(
        @JsonProperty("time_zone") @Nullable String timeZone) {}
