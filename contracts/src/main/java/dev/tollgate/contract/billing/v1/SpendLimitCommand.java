package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Creates or changes a spend limit; on a change, null leaves a field as it is.
///
/// @param amount nano-credits per period, a decimal string
/// @param period `total`, `day`, `week` or `month` (calendar periods)
/// @param timeZone IANA name; UTC when absent
public record SpendLimitCommand(
        @JsonProperty("account_id") @Nullable String accountId,
        @Nullable String amount,
        @Nullable String period,
        @JsonProperty("time_zone") @Nullable String timeZone) {}
