package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Creates or changes a spend limit; on a change, null leaves a field as it is.
///
/// @param amount nano-credits per period, a decimal string
/// @param period `total`, `day`, `week` or `month` (calendar periods; weeks begin on Monday)
/// @param timeZone IANA name; UTC when absent
/// @param name what it is for
/// @param scope whom it binds: `key` (when absent: the keys that name it in `spend_limit_ids`), `account` (all keys of
///     the account), `group` (its keys of one group) or `user` (its keys of one user); never changed
/// @param group of the scope `group`
/// @param userId of the scope `user`
/// @param budget whether it only tells, and never refuses a request; false when absent
/// @param alertAt at which percentages of the amount an alert is sent, once per period; 50, 80 and 100 when absent
public record SpendLimitCommand(
        @JsonProperty("account_id") @Nullable String accountId,
        @Nullable String amount,
        @Nullable String period,
        @JsonProperty("time_zone") @Nullable String timeZone,
        @Nullable String name,
        @Nullable String scope,
        @Nullable String group,
        @JsonProperty("user_id") @Nullable String userId,
        @Nullable Boolean budget,
        @JsonProperty("alert_at") @Nullable List<Integer> alertAt) {
    public SpendLimitCommand {
        alertAt = alertAt == null ? null : List.copyOf(alertAt);
    }

    /// A limit of the keys that name it.
    public SpendLimitCommand(
            @Nullable String accountId, @Nullable String amount, @Nullable String period, @Nullable String timeZone) {
        this(accountId, amount, period, timeZone, null, null, null, null, null, null);
    }
}
