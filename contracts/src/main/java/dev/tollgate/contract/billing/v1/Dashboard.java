package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// How an account stands. Amounts in nano-credits, as strings; times in Unix seconds.
///
/// @param today since midnight where the account is
/// @param month since its month's first midnight
/// @param recent the last 24 hours, from the hour's start
/// @param money null for who may not see it
public record Dashboard(
        String object,
        @JsonProperty("account_id") String accountId,
        @JsonProperty("time_zone") String timeZone,
        @JsonProperty("created_at") long createdAt,
        Spent today,
        Spent month,
        UsageFigures recent,
        @Nullable Money money) {
    /// As others may see it.
    public Dashboard withoutMoney() {
        return new Dashboard(object, accountId, timeZone, createdAt, today, month, recent, null);
    }

    /// @param spend what was charged, less what could not be collected
    public record Spent(
            long from,
            long requests,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long spend) {}

    /// @param free what new requests can still take
    /// @param state `ok`; `low` when what is free is below the threshold, or its days are few; `empty`
    /// @param daysLeft at the pace of the last seven days; null when nothing was spent in them
    public record Money(
            @JsonFormat(shape = JsonFormat.Shape.STRING) long balance,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long held,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long free,
            boolean frozen,
            String state,

            @JsonProperty("low_below") @JsonFormat(shape = JsonFormat.Shape.STRING)
            long lowBelow,

            @JsonProperty("days_left") @Nullable Long daysLeft) {}
}
