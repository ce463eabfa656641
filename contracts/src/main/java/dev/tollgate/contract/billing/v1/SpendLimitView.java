package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// @param spent nano-credits in the present period; `spent + held ≤ amount` always (rules 6)
public record SpendLimitView(
        String id,
        String object,
        @JsonProperty("account_id") String accountId,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long amount,
        String period,
        @JsonProperty("time_zone") String timeZone,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long spent,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long held,
        @JsonProperty("period_ends_at") @Nullable Long periodEndsAt) {}
